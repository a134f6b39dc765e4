"""Levels: an act of level 1 or 2 is shown only when the log has confirmed it; without a witness, level 2 becomes level 1."""

import pytest
from django.db import OperationalError, connection, transaction

from audit import awaited, events, levels, witnessing
from audit.events import Event, Level
from audit.levels import NotConfirmed, settle
from audit.sequencer import Sequencer
from tests.audit import reading as audit_log
from tests.audit.recording import record
from tests.audit.sequencing import KEY, ORIGIN, ask, connected
from tests.support import beyond_row_security

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_log", "waiting")]

events.register(
    [
        Event("test.told", "Somebody was told who is meant.", level=Level.CHECKPOINTED),
        Event("test.erased", "Something was erased.", level=Level.WITNESSED),
    ]
)


class Clock:
    """While somebody waits, time passes and ``meanwhile`` happens."""

    def __init__(self):
        self.now, self.pauses, self.meanwhile = 0.0, 0, lambda: None

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.pauses += 1
        self.now += 1.0
        self.meanwhile()


@pytest.fixture
def waiting(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(levels, "time", clock)
    monkeypatch.setattr(levels, "_waits", True)
    awaited.take()
    return clock


def act(event="test.told"):
    with transaction.atomic():
        record(event)


def sequence():
    with connected() as own:
        Sequencer(own, KEY, origin=ORIGIN).batch()


def a_witness_was_there(trouble=""):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_sequencer_state SET witnessed_at = now(), trouble = %s", [trouble])


def cosign():
    sequence()
    with connected() as own:
        own.execute(
            "INSERT INTO audit_cosignature (origin, size, witness, line)"
            " SELECT origin, size, 'witness.example', '' FROM audit_checkpoint ORDER BY size DESC LIMIT 1"
        )


def degraded():
    return audit_log.entries("log.degraded")


def test_an_act_of_level_1_waits_for_its_checkpoint(waiting):
    waiting.meanwhile = sequence
    act()
    settle()

    assert waiting.pauses == 1


def test_it_wakes_the_sequencer(waiting):
    with connected() as own:
        own.execute("LISTEN audit_wanted")
        for event in ("test.told", "test.erased"):
            act(event)
            with pytest.raises(NotConfirmed):
                settle()
        assert [call.payload for call in own.notifies(timeout=0)] == ["", "witness"]


def test_without_a_checkpoint_it_is_not_confirmed(waiting):
    act()
    with pytest.raises(NotConfirmed):
        settle()
    assert waiting.pauses >= 5

    settle()  # what was given up is not waited for again


def test_what_cannot_be_taken_back_waits_for_a_witness_that_was_there(waiting):
    a_witness_was_there(trouble="witness_away")
    act("test.erased")
    sequence()
    with pytest.raises(NotConfirmed):
        settle(degrades=False)

    assert degraded() == []


def test_where_there_never_was_a_witness_it_goes_on_and_says_so(waiting):
    act("test.erased")
    sequence()
    settle(degrades=False)

    assert len(degraded()) == 1


def test_an_act_of_level_0_never_waits(waiting):
    act("test.read")
    settle()

    assert waiting.pauses == 0


def test_neither_does_one_that_was_rolled_back(waiting):
    with transaction.atomic():
        record("test.told")
        transaction.set_rollback(True)
    settle()

    assert waiting.pauses == 0


def test_nobody_waits_within_a_transaction(waiting):
    act()
    with transaction.atomic():
        settle()

    assert waiting.pauses == 0


def test_nobody_waits_where_nothing_is_shown(waiting, monkeypatch):
    monkeypatch.setattr(levels, "_waits", False)
    act()
    settle()

    assert awaited.take() == []
    assert waiting.pauses == 0


def test_a_database_that_is_gone_confirms_nothing(waiting, monkeypatch):
    def gone(question, *given):
        raise OperationalError

    act()
    monkeypatch.setattr(levels, "_ask", gone)
    with pytest.raises(NotConfirmed):
        settle()


def test_an_act_of_level_2_waits_for_the_witness(waiting):
    a_witness_was_there()
    waiting.meanwhile = cosign
    act("test.erased")
    settle()

    assert degraded() == []


@pytest.mark.parametrize("trouble", [None, witnessing.AWAY, witnessing.REFUSES])
def test_without_a_witness_it_is_confirmed_by_its_checkpoint_and_the_log_says_so(waiting, trouble):
    if trouble is not None:
        a_witness_was_there(trouble)
    waiting.meanwhile = sequence
    act("test.erased")
    settle()

    (entry,) = degraded()
    erased = audit_log.last("test.erased").header
    assert entry.fields["details"] == {"epoch": erased.epoch.hex, "counter": erased.counter}
    assert waiting.pauses == 1  # the witness is not waited for


def test_a_witness_that_does_not_answer_in_time_is_none(waiting):
    a_witness_was_there()
    waiting.meanwhile = sequence
    act("test.erased")
    settle()

    assert len(degraded()) == 1


def test_a_writer_sees_of_its_entries_only_how_far_they_came():
    act()
    sequence()
    ((epoch, counter),) = ask("SELECT epoch_id, max(counter) FROM audit_leaf GROUP BY 1")

    assert levels._ask(levels.LEVEL_OF, epoch, counter) == Level.CHECKPOINTED
    assert levels._ask(levels.LEVEL_OF, epoch, counter + 1) == Level.STORED
