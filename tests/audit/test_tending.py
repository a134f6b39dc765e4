"""Epochs are closed: by their own process with what it knows of each counter, or after a kill by whoever comes next."""

from threading import Thread

import psycopg
import pytest
from django.db import connection, connections, transaction

from audit import closing, current, opening, sequencer, tending
from audit.closing import By
from audit.format import Kind
from audit.sequencer import Sequencer
from tests.audit import reading as audit_log
from tests.audit.recording import record
from tests.audit.sequencing import KEY, ORIGIN, ask, connected
from tests.audit.test_current import in_a_child

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_log")]


def act(*, undone=False):
    with transaction.atomic():
        record()
        transaction.set_rollback(undone)


def end_and_tend():
    current.process().end_epoch()
    tending.tend(current.process())


def closes():
    rows = ask("SELECT payload FROM audit_entry WHERE get_byte(header, 4) = 3 ORDER BY at, counter")
    signed = [closing.read(bytes(payload)) for (payload,) in rows]
    for each in signed:
        closing.check_signature(each, opening.instance_key().public_key())
    return [each.close for each in signed]


@pytest.fixture
def seen_for_long(monkeypatch):
    monkeypatch.setattr(tending, "SEEN_FOR", 0)


def test_an_epoch_that_is_over_is_closed_with_its_last_counter():
    act()
    act()
    end_and_tend()

    (close,) = closes()
    assert (close.last, close.abandoned, close.by) == (2, (), By.SELF)
    assert ask("SELECT max(counter) FROM audit_entry") == [(3,)]
    assert not current.process().over


def test_acts_that_were_rolled_back_are_named():
    act()
    act(undone=True)
    act()
    act(undone=True)
    end_and_tend()

    (close,) = closes()
    assert (close.last, close.abandoned) == (4, (2, 4))


def test_so_are_savepoints_that_were_rolled_back_within_an_act_that_stands():
    with transaction.atomic():
        record()
        with transaction.atomic():
            record()
            transaction.set_rollback(True)
        record()
    end_and_tend()

    assert closes()[0].abandoned == (2,)


@transaction.atomic
def decorated(*, undone):
    """One Atomic object for all calls."""
    record()
    transaction.set_rollback(undone)


def test_a_decorator_that_is_used_again_and_again_tells_its_calls_apart():
    for undone in (False, True, False):
        decorated(undone=undone)
    end_and_tend()

    assert closes()[0].abandoned == (2,)


def test_nothing_is_said_of_an_act_that_is_still_under_way():
    """Another thread's transaction is open when the epoch ends; it may commit yet."""
    act()
    with connected("fk_web") as slow:
        placed = current.process().seal(b"{}", kind=Kind.EVENT)
        slow.execute("BEGIN")
        values = (placed.counters.id, placed.counter, *placed.sealed)
        slow.execute(opening.INSERT_ENTRY, values)
        end_and_tend()  # not answered yet
        placed.counters.arrived(placed.counter)
        tending.tend(current.process())  # answered, not committed
        assert closes() == []
        slow.execute("COMMIT")  # and the answer is lost: nobody confirms it
    tending.tend(current.process())

    (close,) = closes()
    assert (close.last, close.abandoned) == (2, ())


def test_a_row_in_the_place_of_the_close_holds_nobody_up():
    """One that is not committed: waiting for it, the thread would keep keys beyond their time."""
    act()
    place = current.process().place(b"", kind=Kind.EVENT)
    place.counters.arrived(place.counter)
    current.process().end_epoch()
    with connected("fk_web") as stranger:
        stranger.execute("BEGIN")
        there = current.unsealed(b"x", kind=Kind.EVENT, epoch=place.counters.id, counter=place.counters.next)
        stranger.execute(opening.INSERT_ENTRY, (place.counters.id, place.counters.next, *there))
        tending.tend(current.process())
        assert closes() == []
        stranger.execute("ROLLBACK")
    tending.tend(current.process())

    (close,) = closes()
    assert close.abandoned == (place.counter,)


def test_an_act_of_another_thread_is_confirmed_like_ours():
    thread = Thread(target=lambda: (act(), act(undone=True), connection.close()))
    act()
    thread.start()
    thread.join()
    end_and_tend()

    assert closes()[0].abandoned == (3,)


def test_an_idle_process_closes_its_epoch_when_its_time_is_over():
    act()
    tending.tend(current.process())
    assert closes() == []

    current.process()._counters.opened -= current.SECONDS_PER_EPOCH
    tending.tend(current.process())

    assert len(closes()) == 1
    assert current.process()._key is None


def test_after_twice_that_time_it_is_left_to_a_successor():
    act()
    name = current.process().id
    current.process()._counters.opened -= current.LEFT_TO_A_SUCCESSOR
    end_and_tend()

    assert closes() == []
    assert not current.process().over
    assert current.process().id != name  # under which it closes all it opens


def test_while_one_is_left_open_the_next_is_opened_under_another_name():
    act()
    name = current.process().id
    current.process()._counters.opened_ms -= current.LEFT_TO_A_SUCCESSOR * 1000  # the machine slept
    act()

    (first, second) = ask("SELECT convert_from(record, 'UTF8')::json->>'process' FROM audit_epoch ORDER BY at")
    assert (first == (name,), second == (name,)) == (True, False)


def test_while_the_database_is_away_the_epoch_waits(monkeypatch):
    act()
    with monkeypatch.context() as away:
        away.setattr(opening, "INSERT_ENTRY", "no SQL")
        away.setattr(tending, "INSERT_ENTRY", "no SQL")
        end_and_tend()
    assert len(current.process().over) == 1

    tending.tend(current.process())

    assert len(closes()) == 1


def test_the_end_of_a_process_closes_what_it_wrote():
    connection.close()

    def live_and_end():
        act()
        tending.end()
        return True

    assert in_a_child(live_and_end)
    assert closes()[0].last == 1


def test_a_child_does_not_close_for_its_parent():
    act()
    connection.close()

    assert in_a_child(lambda: tending.end() is None and not current.process().over)
    assert closes() == []


def test_whoever_opens_an_epoch_is_tended_and_so_is_a_child(monkeypatch):
    started = []
    monkeypatch.setattr(current, "beginnings", [lambda: started.append(current.process().pid)])
    act()
    act()
    current.process().end_epoch()
    act()

    assert started == [current.process().pid]
    connection.close()
    assert in_a_child(lambda: act() is None and len(started) == 2 and started[1] == current.process().pid)


# Killed -------------------------------------------------------------------------------------


def sequence(*, later=0):
    """Run the sequencer as if so many seconds had passed since everything was opened."""
    with connected() as own, pytest.MonkeyPatch.context() as time_passes:
        time_passes.setattr(sequencer, "ORPHANED", sequencer.ORPHANED - later)
        Sequencer(own, KEY, origin=ORIGIN).batch()


def killed_process(*, leaving=2):
    for _ in range(leaving):
        act()
    act(undone=True)
    act()
    current.forget()


def test_the_list_alone_is_not_trusted_with_a_signature(monkeypatch):
    killed_process()
    sequence()
    sequence(later=31 * 60)
    tending.adopt()
    assert closes() == []

    monkeypatch.setattr(tending, "_first_seen", {e: at - tending.SEEN_FOR for e, at in tending._first_seen.items()})
    tending.adopt()
    assert len(closes()) == 1


@pytest.mark.usefixtures("seen_for_long")
def test_the_epoch_of_a_killed_process_is_closed_by_its_successor():
    killed_process()
    sequence()
    tending.adopt()
    assert closes() == []  # it may still be alive

    sequence(later=31 * 60)
    tending.adopt()
    tending.adopt()

    (close,) = closes()
    assert (close.last, close.abandoned, close.by) == (4, (3,), By.SUCCESSOR)
    sequence()
    assert ask("SELECT * FROM audit_open_epoch") == []


def test_who_is_closed_needs_no_successor():
    act()
    end_and_tend()
    sequence()

    assert ask("SELECT * FROM audit_open_epoch") == []


@pytest.mark.usefixtures("seen_for_long")
def test_of_two_successors_one_closes():
    killed_process()
    sequence()
    sequence(later=31 * 60)
    threads = [Thread(target=lambda: (tending.adopt(), connections.close_all())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(closes()) == 1


def test_a_writer_may_read_who_is_orphaned_and_no_more():
    with connected("fk_web") as web:
        web.execute("SELECT epoch_id, last, missing FROM audit_open_epoch")
        for statement in ("DELETE FROM audit_open_epoch", "UPDATE audit_open_epoch SET last = 1"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement)


def test_closes_are_part_of_the_log_that_officers_read():
    act()
    end_and_tend()

    assert audit_log.everything()[-1].header.kind is Kind.EPOCH_CLOSE
