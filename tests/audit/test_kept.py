"""Of many kept checkpoints few are checked by their signatures, and nothing is missed by it that matters."""

from collections import Counter
from dataclasses import replace

import pytest

from audit import note, verify
from audit.policy import Policy
from tests.audit import made
from tests.audit.test_verify import check, flip

SIGNED_WRONG = "A kept checkpoint (after size {size}): {error}."


@pytest.fixture
def checked(monkeypatch):
    """How often signatures were checked, by the size of the checkpoint."""
    counted = Counter()
    real = Policy.check

    def counting(self, signed):
        seen = real(self, signed)
        counted[seen.checkpoint.size] += 1
        return seen

    monkeypatch.setattr(Policy, "check", counting)
    return counted


def busy(*, witnessed=(40,), entries=60):
    """A checkpoint for each entry, all within the same minutes."""
    log = made.Made()
    epoch = log.open_epoch()
    log.sign()
    while len(log.entries) < entries:
        log.event(epoch)
        log.sign(witnessed=len(log.entries) in witnessed)
    return log


def spoil(log, size):
    """Its signatures only."""
    spoilt = note.parse(log.kept[size - 1])
    lines = tuple(replace(each, data=flip(each.data, 20)) for each in spoilt.signatures)
    log.kept[size - 1] = replace(spoilt, signatures=lines).data


def test_a_checkpoint_for_each_entry_costs_a_few_checks(checked):
    report = check(busy())

    assert (report.faults, report.checkpoints) == ([], 60)
    assert checked == {60: 1, 1: 1, 40: 1}  # the newest, the first, the last that was cosigned


def test_one_an_hour_is_checked(checked):
    log = made.Made()
    for _number in range(12):
        log.close(log.open_epoch(process=str(_number)))
        log.sign(witnessed=True)
        log.pass_minutes(20)

    assert check(log).faults == []
    assert sorted(checked) == [2, 8, 14, 20, 24]


def test_what_the_last_cosigned_is_stays_known():
    report = check(busy(witnessed=(7, 30, 40)))

    assert (report.witnessed_size, report.witnesses) == (40, ("w",))


def test_a_wrong_signature_over_the_right_tree_is_no_matter_unless_it_is_the_witness_s():
    log = busy()
    spoil(log, 20)
    assert check(log).faults == []

    spoil(log, 40)
    assert SIGNED_WRONG in {fault.sentence for fault in check(log).faults}


def test_where_the_tree_is_another_the_last_one_that_is_signed_rightly_says_from_where_on():
    log = busy()
    for entry in log.entries[24:26]:
        entry.header = flip(entry.header, 15)

    report = verify.check(log, made.trusted(quorum="quorum none"))

    ranges = [fault.given for fault in report.faults if "not the one that was signed" in fault.sentence]
    assert ranges == [{"first": 24, "last": 24}]


def test_a_forged_checkpoint_over_the_forged_tree_vouches_for_nothing():
    """Who has no key of the log puts one of the new tree before those that were signed."""
    log = busy()
    log.entries[10].header = flip(log.entries[10].header, 15)
    real, log.kept = log.kept, []
    log.sign(size=20, key=made.WITNESS_KEY)
    forged = log.kept.pop()
    log.kept = [*real[:10], forged, *real[24:]]

    report = verify.check(log, made.trusted(quorum="quorum none"))

    ranges = [fault.given for fault in report.faults if "not the one that was signed" in fault.sentence]
    assert ranges == [{"first": 10, "last": 24}]


def test_names_of_the_log_are_always_checked(checked):
    log = busy()
    log.kept[30] = replace(note.parse(log.kept[30]), text=note.parse(log.kept[30]).text.replace(b"one", b"two")).data

    assert "knows no log" in " ".join(fault.text(str) for fault in check(log).faults)
