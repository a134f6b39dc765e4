"""The sequencer shows its checkpoints to a witness, keeps what it answers, and stops when the witness knows better."""

from contextlib import contextmanager
from hashlib import sha256

import pytest

from audit import note, signing, stored, tree, witnessing
from audit.calling import Away, last_cosigned
from audit.checkpoint import Checkpoint
from audit.witnessing import Companion, Contradicted, Refuses, have_cosigned
from tests.audit.sequencing import KEY, ORIGIN, acts, connected
from tests.audit.small_log import SmallLog
from tests.audit.test_witness_server import ask, free_port, request, served
from tests.audit.watched import SequencersLog, outside


@contextmanager
def watched(folder, *logs):
    with served(folder / "witness", *(logs or (SequencersLog(),))) as port:
        yield outside(url=f"http://127.0.0.1:{port}", file=folder / "witnessed")


def cosigned(own):
    return own.execute("SELECT size, witness, line FROM audit_cosignature ORDER BY size").fetchall()


def trouble(own):
    return own.execute("SELECT trouble FROM audit_sequencer_state").fetchone()[0]


def grow(log):
    acts()
    log.batch()


def test_each_newest_checkpoint_is_cosigned_once(own, log, tmp_path):
    with watched(tmp_path) as seen:
        assert have_cosigned(own, seen)
        assert not have_cosigned(own, seen)
        grow(log)
        assert have_cosigned(own, seen)

    assert [(size, name) for size, name, _line in cosigned(own)] == [(3, "witness.example"), (4, "witness.example")]
    assert own.execute("SELECT witnessed_at FROM audit_sequencer_state").fetchone()[0]


def test_what_is_stored_and_kept_satisfies_the_policy(own, log, tmp_path):
    with watched(tmp_path) as seen:
        have_cosigned(own, seen)
    (signed,) = own.execute("SELECT note FROM audit_checkpoint").fetchone()
    ((_size, _name, line),) = cosigned(own)

    assert seen.policy.check(note.parse(bytes(signed) + bytes(line))).quorum
    assert seen.policy.check(note.parse(seen.file.read_bytes())).checkpoint.size == 3


def test_after_a_fall_between_answer_and_storing_it_goes_on(own, log, tmp_path):
    """The witness has seen what nobody stored: its size is asked for and taken."""
    with watched(tmp_path) as seen:
        have_cosigned(own, seen)
        own.execute("SET ROLE NONE")
        own.execute("ALTER TABLE audit_cosignature DISABLE TRIGGER ALL")
        own.execute("DELETE FROM audit_cosignature")
        own.execute("SET ROLE fk_sequencer")
        assert have_cosigned(own, seen)
        grow(log)
        assert have_cosigned(own, seen)

    assert [size for size, *_ in cosigned(own)] == [3, 4]


def forge(own, *, size, witness):
    """As a superuser, to whom the database belongs."""
    own.execute("SET ROLE NONE")
    own.execute(
        "INSERT INTO audit_cosignature (origin, size, witness, line) VALUES (%s, %s, %s, 'x')", [ORIGIN, size, witness]
    )
    own.execute("SET ROLE fk_sequencer")


def test_no_row_keeps_anybody_from_asking_the_witness(own, log, tmp_path):
    with watched(tmp_path) as seen:
        forge(own, size=3, witness="w")
        assert have_cosigned(own, seen)
        grow(log)
        forge(own, size=4, witness="w")
        assert have_cosigned(own, seen)

    assert [size for size, name, _line in cosigned(own) if name == "witness.example"] == [3, 4]
    assert seen.policy.check(note.parse(seen.file.read_bytes())).checkpoint.size == 4


@pytest.mark.parametrize("content", [b"", b"nonsense", SmallLog(ORIGIN, 9, KEY).note(9)])
def test_a_file_that_says_nothing_of_the_witness_s_keeps_nobody_either(own, log, tmp_path, content):
    with watched(tmp_path) as seen:
        seen.file.write_bytes(content)

        assert have_cosigned(own, seen)
        assert not have_cosigned(own, seen)


def test_without_a_file_it_is_asked_each_time(own, log, tmp_path):
    with watched(tmp_path) as seen:
        alone = outside(url=seen.url)
        for _turn in range(2):
            assert have_cosigned(own, alone)

    assert [size for size, *_ in cosigned(own)] == [3]


def of_another_past(own, size):
    """A checkpoint of this log's own key over a tree that is not the stored one."""
    other = SmallLog(ORIGIN, leaves=size, key=KEY)
    return request(other, size, old=0)


def test_a_witness_that_saw_another_log_ends_the_signing(own, log, tmp_path):
    """A shorter one, one of the same size, a longer one."""
    for size in (2, 3, 9):
        with watched(tmp_path / str(size)) as seen:
            known = ask(int(seen.url.rpartition(":")[2]), "POST", "/add-checkpoint", of_another_past(own, size))
            assert known[0] == 200

            with pytest.raises(Contradicted):
                have_cosigned(own, seen)

    assert cosigned(own) == []


def test_a_witness_that_does_not_know_this_log_refuses(own, log, tmp_path):
    for known in (SequencersLog("elsewhere.example"), SmallLog(ORIGIN)):  # 404, 403
        with watched(tmp_path, known) as seen, pytest.raises(Refuses):
            have_cosigned(own, seen)


def test_a_witness_the_policy_does_not_name_counts_for_nothing(own, log, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.audit.test_witness_server.OURS", signing.SigningKey(b"x" * 32, b"y" * 32))

    with watched(tmp_path) as seen, pytest.raises(Refuses, match=r"does not name|nicht nennt"):
        have_cosigned(own, seen)

    assert cosigned(own) == []


def test_nobody_answers(own, log):
    with pytest.raises(Away):
        have_cosigned(own, outside(url=f"http://127.0.0.1:{free_port()}"))


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "http://[::1", "http://127.0.0.1:1/x"])
def test_an_address_that_is_none(url):
    with pytest.raises(Away):
        last_cosigned(url, ORIGIN)


def test_the_proof_is_the_stored_tree_s(own, log):
    """More than 256 entries, so that nodes are stored too."""
    acts(300)
    log.batch()
    fetch = stored.fetch(own)
    newest = witnessing._newest(own)

    body = witnessing._request(own, newest, 3)

    assert body.startswith(b"old 3\n")
    tree.verify_consistency(
        old=3,
        new=newest.size,
        old_root=tree.root_at(3, fetch),
        new_root=tree.root_at(newest.size, fetch),
        proof=tree.consistency_proof(3, newest.size, fetch),
    )


def companion_until(own, seen, is_done):
    """Beats until it is done; each beat is the sequencer's."""
    companion = Companion(connected, seen)
    try:
        for _ in range(2000):
            companion.look(urgent=True)
            if is_done():
                return
            companion._ended.wait(0.005)
        raise AssertionError("it took too long")
    finally:
        companion.end()


def test_beside_the_sequencer_it_happens_by_itself(own, log, tmp_path):
    with watched(tmp_path) as seen:
        companion_until(own, seen, lambda: cosigned(own))


def test_a_witness_that_is_away_is_a_trouble_and_its_return_ends_it(own, log, tmp_path):
    companion_until(own, outside(url=f"http://127.0.0.1:{free_port()}"), lambda: trouble(own))
    assert trouble(own) == witnessing.AWAY

    with watched(tmp_path) as seen:
        companion_until(own, seen, lambda: not trouble(own))


def test_a_contradiction_reaches_the_sequencer_with_its_next_beat(own, log, tmp_path):
    with watched(tmp_path) as seen:
        ask(int(seen.url.rpartition(":")[2]), "POST", "/add-checkpoint", of_another_past(own, 9))

        with pytest.raises(Contradicted):
            companion_until(own, seen, lambda: False)

    assert trouble(own) == witnessing.CONTRADICTS


def test_a_checkpoint_is_what_the_witness_serves(own, log, tmp_path):
    with watched(tmp_path) as seen:
        assert last_cosigned(seen.url, ORIGIN) is None
        have_cosigned(own, seen)
        kept = last_cosigned(seen.url, ORIGIN)

    root = own.execute("SELECT root FROM audit_checkpoint").fetchone()[0]
    assert note.parse(kept).text == Checkpoint(ORIGIN, 3, bytes(root)).text
    assert sha256(kept).digest() == sha256(seen.file.read_bytes()).digest()
