"""The sequencer: every entry gets one position, whatever order they commit in and however often the sequencer falls."""

from threading import Event

import psycopg
import pytest
from django.db import connection, connections

from audit import note, sequencer, stored
from audit.checkpoint import parse
from audit.sequencer import BrokenTree, Sequencer
from audit.serving import Refused, Serving
from audit.tree import Frontier, leaf_hash
from tests.audit.sequencing import KEY, ORIGIN, acts, ask, connected
from tests.support import beyond_row_security

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_log")]


@pytest.fixture
def log():
    with connected() as own:
        yield Sequencer(own, KEY, origin=ORIGIN)


def placed():
    return ask("SELECT position, epoch_id, counter, hash FROM audit_leaf ORDER BY position")


def checkpoints():
    notes = ask("SELECT note FROM audit_checkpoint ORDER BY size")
    keys = [signer.key for signer in KEY.as_log(ORIGIN)]
    parsed = [note.parse(bytes(data)) for (data,) in notes]
    assert all(len(note.verify(each, keys)) == 2 for each in parsed)
    return [parse(each.text) for each in parsed]


def assert_sound():
    """Positions without a gap, one leaf for each entry, every checkpoint a prefix of the tree."""
    headers = ask(
        "SELECT position, header FROM audit_entry LEFT JOIN audit_leaf USING (epoch_id, counter) ORDER BY position"
    )
    assert [position for position, _ in headers] == list(range(len(headers)))
    tree, roots = Frontier(), {}
    for _, header in headers:
        tree.append(leaf_hash(bytes(header)))
        roots[tree.size] = tree.root()
    signed = checkpoints()
    assert signed[-1].size == len(headers)
    assert [each.root for each in signed] == [roots[each.size] for each in signed]


def test_every_entry_gets_a_position_under_a_signed_checkpoint(log):
    acts(3)

    log.batch()

    assert len(placed()) == 4
    assert_sound()


def test_nothing_new_is_no_new_checkpoint(log):
    acts()
    log.batch()
    log.batch()

    assert len(checkpoints()) == 1


def test_what_commits_late_is_not_missed(log):
    """The trap of every sequencer that remembers the last number."""
    acts()
    with connected("fk_web") as slow:
        slow.execute("BEGIN; SELECT pg_current_xact_id()")  # begins first, commits last
        acts(2)
        log.batch()
        before = len(placed())
        assert before == len(ask("SELECT 1 FROM audit_entry")), "an open transaction holds nobody else's entries up"
        epoch, header, payload = ask("SELECT epoch_id, header, payload FROM audit_entry ORDER BY counter DESC")[0]
        again = bytes(header)[:32] + (100).to_bytes(8, "big") + bytes(header)[40:]
        values = (epoch, 100, again, bytes(payload))
        slow.execute("INSERT INTO audit_entry (epoch_id, counter, header, payload) VALUES (%s, %s, %s, %s)", values)
        slow.execute("COMMIT")
    log.batch()

    assert len(placed()) == before + 1
    assert_sound()


def test_a_cut_batch_goes_on_where_it_ended(log, monkeypatch):
    monkeypatch.setattr(sequencer, "AT_ONCE", 3)
    acts(7)

    assert [log.batch() for _ in range(3)] == [True, True, False]
    assert_sound()


def test_a_second_sequencer_waits_and_then_goes_on_with_the_same_tree(log):
    acts(2)
    with connected() as own:
        second = Sequencer(own, KEY, origin=ORIGIN)
        with own.transaction():
            own.execute("SELECT pg_advisory_xact_lock(%s)", [sequencer.ONLY_ONE])
            assert not log.batch()
            assert placed() == []
        second.batch()
        acts(2)
        log.batch()
        acts()
        second.batch()
    assert_sound()


def test_a_batch_that_falls_leaves_nothing_behind(log, monkeypatch):
    acts(2)
    log.batch()
    acts(2)
    with monkeypatch.context() as falling:
        falling.setattr(Sequencer, "_sign", lambda self, tree: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            log.batch()
    assert len(placed()) == 3

    log.batch()

    assert_sound()


def test_nodes_above_the_leaves_give_the_same_roots(log, monkeypatch):
    monkeypatch.setattr(stored, "LEVELS_PER_ROW", 2)
    monkeypatch.setattr(stored, "ROW", 4)
    for _ in range(3):
        acts(7)
        log.batch()

    tree = Frontier()
    for *_, hash_ in placed():
        tree.append(bytes(hash_))
    assert ask("SELECT level, count(*) FROM audit_node GROUP BY level ORDER BY level") == [(1, 5), (2, 1)]
    assert stored.frontier(log.connection, tree.size).peaks == tree.peaks


def test_it_goes_on_with_what_it_finds_after_a_restart(log):
    acts(5)
    log.batch()
    acts(2)
    again = Sequencer(log.connection, KEY, origin=ORIGIN)
    again.check()
    again.batch()

    assert_sound()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("UPDATE audit_leaf SET hash = sha256('x') WHERE position = 1", "another root"),
        ("DELETE FROM audit_leaf WHERE position = 3", "3 entries have a position"),
        ("DELETE FROM audit_leaf WHERE position = 1", "not whole"),
        ("UPDATE audit_origin SET origin = 'somebody.example'", "is called somebody.example"),
    ],
)
def test_a_tree_that_contradicts_what_was_signed_is_not_continued(log, damage, sentence):
    acts(3)
    log.batch()
    with beyond_row_security(), connection.cursor() as cursor:
        for table in ("audit_leaf", "audit_origin", "audit_checkpoint"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(damage)

    with pytest.raises(BrokenTree, match=sentence):
        Sequencer(log.connection, KEY, origin=ORIGIN).check()
    assert ask("SELECT trouble FROM audit_sequencer_state") == [("tree_broken",)]


CUT_OFF = "DELETE FROM audit_leaf WHERE position > 1; DELETE FROM audit_checkpoint WHERE size > 2"
REWRITTEN = "UPDATE audit_leaf SET hash = sha256('x') WHERE position = 1"


@pytest.mark.parametrize(("damage", "sentence"), [(CUT_OFF, "had one before"), (REWRITTEN, "than it had before")])
def test_what_was_signed_is_not_signed_otherwise_while_it_runs(log, damage, sentence):
    acts(3)
    log.batch()
    with beyond_row_security(), connection.cursor() as cursor:
        for table in ("audit_leaf", "audit_checkpoint"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(damage)
    acts(1)

    with pytest.raises(BrokenTree, match=sentence):
        log.batch()
    assert ask("SELECT trouble FROM audit_sequencer_state") == [("tree_broken",)]


class Looking:
    """A companion that ends the process at its second look."""

    def __init__(self, ended):
        self.ended, self.urgent = ended, []

    def look(self, *, urgent):
        self.urgent.append(urgent)
        if len(self.urgent) == 2:
            self.ended.set()


def serving(looking, refusals=lambda own: []):
    def connect():
        return psycopg.connect(
            **connections["default"].get_connection_params() | {"options": "-c role=fk_sequencer"}, autocommit=True
        )

    return Serving(connect, KEY, origin=ORIGIN, beat=5, companion=looking, refusals=refusals)


def test_a_call_wakes_it_and_says_whether_the_witness_is_wanted():
    ended = Event()
    looking, lives = Looking(ended), []
    acts()

    def live():
        lives.append(len(placed()))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('audit_wanted', 'witness')")

    serving(looking).run(ended, show_life=live)

    assert looking.urgent == [False, True]
    assert lives[0] == 2


def test_a_refused_tree_ends_it_with_its_sentence():
    with pytest.raises(Refused, match="smaller than"):
        serving(Looking(Event()), lambda own: ["The tree is smaller than the witnessed one."]).run(
            Event(), show_life=lambda: None
        )


def test_a_database_that_is_away_is_looked_for_again():
    ended, tries = Event(), []

    def connect():
        tries.append(1)
        if len(tries) == 3:
            ended.set()
        raise psycopg.OperationalError

    Serving(connect, KEY, origin=ORIGIN, beat=0, companion=Looking(ended), refusals=lambda own: []).run(
        ended, show_life=lambda: None
    )
    assert len(tries) == 3
