"""What a restore says is believed in nothing that the log itself can tell; and how long a witness may be silent."""

import pytest

from audit import note, tree, verify, xwing
from audit.epoch import Recipient, Role
from audit.milestones import is_successor
from audit.source import StoredEpoch
from tests.audit import keys, made

AGAIN = f"{made.ORIGIN}/2"
BOTH = (made.ORIGIN, AGAIN)


def restored(**changes):
    """A log of 20 entries that was brought back with 10, and goes on."""
    log = made.ordinary()
    lost = log.kept[-1]
    given = {"from_size": 10, "lost_to_size": 20, "lost_root": tree.root_at(20, log.fetch())} | changes
    log.entries, log.kept, log.origin = log.entries[:10], log.kept[:1], AGAIN
    made.restored(log, **given)
    log.sign(witnessed=True)
    return log, lost


def faults(log, *known):
    return [each.sentence for each in verify.check(log, made.trusted(origins=BOTH), known=known).faults]


def test_a_restore_that_says_what_was_is_believed():
    assert faults(*restored()) == []


@pytest.mark.parametrize("size", [0, 10])
def test_the_log_went_on_from_the_tree_it_names(size):
    log, _lost = restored(from_size=size, root=b"x" * 32)

    assert any("went on from here" in sentence for sentence in faults(log))


def test_it_excuses_the_checkpoint_it_names_and_no_other():
    log, lost = restored(lost_root=b"x" * 32)

    assert any("what stood from here on is missing" in sentence for sentence in faults(log, lost))


def test_it_cannot_stand_before_what_was_brought_back():
    log, _lost = restored(from_size=12, root=b"x" * 32)

    assert any("stands before the entries" in sentence for sentence in faults(log))


@pytest.mark.parametrize(("seed", "from_size"), [(keys.STRANGER, 10), (keys.RECOVERY, 10), (keys.FIRST_OFFICER, 0)])
def test_who_approves_was_an_officer_before(seed, from_size):
    log, _lost = restored(seed=seed, from_size=from_size)

    assert any("approved by a key" in sentence for sentence in faults(log))


def test_a_key_that_reads_only_since_the_log_came_back_cannot_approve():
    log = made.ordinary()
    log.entries, log.kept, log.origin = log.entries[:10], log.kept[:1], AGAIN
    stranger = Recipient(Role.OFFICER, xwing.public_bytes(keys.STRANGER))
    log.open_epoch(to=(*made.recipients(), stranger))
    made.restored(log, from_size=10, lost_to_size=20, seed=keys.STRANGER)
    log.sign(witnessed=True)

    assert any("approved by a key" in sentence for sentence in faults(log))


def test_whether_an_officer_was_one_cannot_be_told_once_the_epochs_are_erased():
    log, _lost = restored()
    first = next(iter(log.epochs))
    log.epochs[first] = StoredEpoch(None, log.epochs[first].signature)

    report = verify.check(log, made.trusted(origins=BOTH))

    assert any("cannot be compared" in sentence for sentence in report.notices)
    assert not any("approved by a key" in fault.sentence for fault in report.faults)


def test_a_log_that_begins_under_a_later_name_needs_a_restore_too():
    log = made.Made(origin=AGAIN)
    log.open_epoch()
    log.sign(witnessed=True)

    assert faults(log) == ["From size {size} on the log signs as {origin}, and no restore says why."]


@pytest.mark.parametrize(
    ("name", "is_later"), [("x", False), ("x/2", True), ("x/1", False), ("/2", False), ("x/audit", False)]
)
def test_a_later_name_is_told_by_its_number(name, is_later):
    assert is_successor(name) is is_later


# A witness that was cut off ------------------------------------------------------------------------


def unseen(hours):
    log = made.ordinary()
    log.pass_minutes(hours * 60)
    log.open_epoch()
    log.sign()
    return log


def test_a_log_that_no_witness_saw_for_more_than_a_day_is_not_sound():
    report = verify.check(unseen(25), made.trusted())

    assert report.first.text(str) == "No witness has seen the log since 2023-11-14 22:45 UTC."
    assert report.first.position == 20


def test_a_day_of_silence_is_a_notice():
    assert verify.check(unseen(24), made.trusted()).faults == []


def test_who_wants_no_witness_is_not_told_of_one():
    assert verify.check(unseen(25), made.trusted(quorum="quorum none")).faults == []


def test_a_log_that_does_not_say_when_it_signs_is_told_by_its_epochs():
    log = unseen(25)
    trusted = made.trusted()
    trusted.logs = {name: some[:1] for name, some in trusted.logs.items()}
    assert trusted.check(note.parse(log.newest())).unix_s == 0

    assert "No witness has seen" in verify.check(log, trusted).first.sentence
