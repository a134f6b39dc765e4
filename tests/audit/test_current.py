"""Epochs of a process: over by count, by age and by fork, so that no nonce is used twice and a thief gets little."""

import os
import traceback

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from audit import current, log
from audit.format import Kind
from tests.audit import reading as audit_log
from tests.audit.recording import record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_epoch")]


def epochs_used():
    return [entry.header.epoch for entry in audit_log.entries()]


def test_acts_that_follow_each_other_share_an_epoch():
    record()
    record()

    assert len(set(epochs_used())) == 1


def test_the_record_of_an_epoch_is_its_first_entry_and_names_the_one_before():
    record()
    first = audit_log.last().header
    current.process()._counters.next = current.ENTRIES_PER_EPOCH  # as if the epoch were full
    record()
    second = audit_log.last().header

    opened = {e.header.epoch: e for e in audit_log.everything() if e.header.kind is Kind.EPOCH_OPEN}
    assert [opened[h.epoch].header.counter for h in (first, second)] == [0, 0]
    assert [h.counter for h in (first, second)] == [1, 1]
    assert opened[first.epoch].fields["record"]["previous"] == ""
    assert opened[second.epoch].fields["record"]["previous"] == first.epoch.hex


def test_an_epoch_holds_1024_entries_its_own_included(monkeypatch):
    assert current.ENTRIES_PER_EPOCH == 1024
    monkeypatch.setattr(current, "ENTRIES_PER_EPOCH", 4)
    for _ in range(7):
        record()

    first, second, third = dict.fromkeys(epochs_used())
    assert [epochs_used().count(epoch) for epoch in (first, second, third)] == [3, 3, 1]


def test_an_epoch_lasts_15_minutes():
    record()
    current.process()._counters.opened -= 15 * 60 - 5  # as if it had been opened that much earlier
    record()
    current.process()._counters.opened -= 5
    record()

    one, two, three = epochs_used()
    assert one == two != three


@pytest.mark.parametrize(("minutes", "epochs"), [(14, 1), (16, 2), (-0.4, 1), (-1, 2)])
def test_a_clock_that_was_set_ends_an_epoch_rather_than_leave_its_time(monkeypatch, minutes, epochs):
    """A machine that slept, too: its own count of seconds stands still meanwhile."""
    record()
    now = current.now_ms()
    monkeypatch.setattr(current, "now_ms", lambda: now + int(minutes * 60_000))
    record()

    assert len(set(epochs_used())) == epochs


def test_a_failed_opening_leaves_no_old_key_in_use(settings):
    record()
    current.process()._counters.next = current.ENTRIES_PER_EPOCH
    settings.AUDIT_INSTANCE_KEY_FILE = "/nowhere/key.pem"

    with pytest.raises(log.AuditUnavailable), transaction.atomic():
        record()
    assert current.process()._key is None


def test_a_forked_child_starts_an_epoch_of_its_own():
    record()
    parent = current.process()

    assert in_a_child(lambda: current.process() is not parent and current.process()._key is None)
    assert current.process() is parent


def test_a_child_that_was_not_told_of_the_fork_sees_it_by_its_process_id(monkeypatch):
    record()
    parent = current.process()
    monkeypatch.setattr(parent, "pid", parent.pid - 1)

    assert current.process() is not parent


def test_a_child_forked_while_the_lock_was_held_is_not_stuck():
    with current.process()._lock:
        assert in_a_child(lambda: current.process()._lock.acquire(timeout=1))


@pytest.mark.django_db(transaction=True)
def test_parent_and_child_write_side_by_side_under_two_keys():
    with transaction.atomic():
        record(object="parent")
    connection.close()  # each side opens its own

    def write():
        with transaction.atomic():
            record(object="child")
        return True

    assert in_a_child(write)
    with transaction.atomic():
        record(object="parent again")
    epoch_of = {entry.fields["object"]: entry.header.epoch for entry in audit_log.entries()}
    assert epoch_of["parent"] == epoch_of["parent again"] != epoch_of["child"]


@pytest.mark.django_db(transaction=True)
def test_an_epoch_stands_though_the_act_that_opened_it_rolled_back():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    with transaction.atomic():
        record()

    opened, entry = audit_log.everything()[-2:]
    assert (opened.header.kind, opened.header.counter) == (Kind.EPOCH_OPEN, 0)
    assert (entry.header.epoch, entry.header.counter) == (opened.header.epoch, 2)  # counter 1 is gone for good


def in_a_child(question):
    """Ask in a forked child; it leaves at once, without pytest's and the database's farewells."""
    child = os.fork()
    if child == 0:
        try:
            # A browser's tests leave an event loop behind, and with it two sets of connections; only one is known here.
            del connections[DEFAULT_DB_ALIAS]
            os._exit(0 if question() else 1)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(2)
    ended = os.waitpid(child, 0)[1]
    assert os.waitstatus_to_exitcode(ended) in (0, 1), f"the child ended with {ended}"
    return ended == 0
