"""What may be erased early, and what the checker says of it: never by the schedule, and by persons not unseen."""

from datetime import UTC, datetime

import pytest

from audit import erasing, verify
from audit.erasing import Erasure, What
from audit.format import Kind
from audit.source import Missing
from tests.audit import made

TAG, OTHER_TAG = b"t" * 16, b"u" * 16
BY_SCHEDULE, BY_PERSONS = (erasing.SCHEDULE,), ("Stelle A", "Stelle B")
TWO_YEARS_ON = 2 * 366 * 24 * 60


def ms(*date):
    return int(datetime(*date, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def log():
    """Its entries are of November 2023."""
    log = made.Made()
    epoch = log.open_epoch()
    for tag in (TAG, OTHER_TAG):
        log.event(epoch, case_tag=tag)
    log.close(epoch)
    log.sign(witnessed=True)
    return log


def erase(log, before_ms, by, *, signed_later_ms=0, **scope):
    """All that is covered is gone; answers the position of the entry that says so."""
    epoch = log.open_epoch()
    given = {"what": What.PAYLOADS, "reason": "Widerruf", "ground": "Art. 17 DSGVO"} | scope
    erasure = Erasure(before_ms=before_ms, approved_by=by, **given)
    at = log.place(epoch, erasure.header_kind, erasing.write(erasure, signed_by=made.INSTANCE))
    for entry in log.entries:
        if entry.header[4] == Kind.EVENT and scope.get("case_tag") in (None, entry.header[48:64]):
            entry.payload = Missing.ERASED
    log.clock_ms += signed_later_ms
    log.sign(witnessed=True)
    return at


def check(log):
    report = verify.check(log, made.trusted())
    told = [notice.text(str) for notice in report.notices.values() if "erased early" in notice.sentence]
    return {fault.position for fault in report.faults}, told


def test_the_schedule_erases_what_is_old_enough_and_nobody_need_know(log):
    log.pass_minutes(TWO_YEARS_ON)
    erase(log, ms(2024, 1, 1), BY_SCHEDULE)

    assert check(log) == (set(), [])


@pytest.mark.parametrize("scope", [{}, {"kind": Kind.EVENT}, {"case_tag": TAG}])
def test_the_schedule_erases_nothing_that_is_younger(log, scope):
    gone = {1} if scope.get("case_tag") else {1, 2}
    log.pass_minutes(60)
    at = erase(log, log.clock_ms, BY_SCHEDULE, **scope)

    assert check(log) == ({at, *gone}, [])


def test_nor_when_the_erasure_is_dated_forward(log):
    """By who holds the key of the instance, and not the log's."""
    log.pass_minutes(TWO_YEARS_ON)
    at = erase(log, ms(2024, 1, 1), BY_SCHEDULE, signed_later_ms=-TWO_YEARS_ON * 60_000)

    assert {at, 1, 2} <= check(log)[0]


@pytest.mark.parametrize("what", [What.EPOCHS, What.TAG_KEYS])
def test_nor_keys(log, what):
    assert erase(log, log.clock_ms, BY_SCHEDULE, what=what) in check(log)[0]


@pytest.mark.parametrize(
    ("now_ms", "before_ms", "is_due"),
    [
        (ms(2025, 1, 1), ms(2024, 1, 1), True),
        (ms(2024, 12, 31, 23), ms(2023, 12, 31, 23), True),  # Berlin has the new year already
        (ms(2025, 12, 30), ms(2024, 1, 2), True),
        (ms(2025, 12, 30), ms(2024, 1, 2) + 1, False),
        (ms(2025, 12, 30), ms(2025, 1, 1), False),
    ],
)
def test_an_entry_is_kept_to_the_end_of_the_year_after_its_own(now_ms, before_ms, is_due):
    assert Erasure(What.PAYLOADS, before_ms, "r", "g", BY_SCHEDULE).is_due(now_ms) is is_due


def test_the_writers_copies_of_keys_go_each_month():
    assert Erasure(What.HELD_TAG_KEYS, ms(2025, 12, 1), "r", "g", BY_SCHEDULE).is_due(ms(2025, 12, 1))


def test_who_had_a_case_erased_early_is_told_and_why(log):
    log.pass_minutes(1)
    erase(log, log.clock_ms, BY_PERSONS, case_tag=TAG)
    erase(log, log.clock_ms, BY_PERSONS, case_tag=OTHER_TAG, reason="Antrag\x1b[2J")
    erase(log, log.clock_ms, BY_PERSONS, case_tag=OTHER_TAG, reason="Antrag\x1b[2J")

    faults, (told,) = check(log)

    assert faults == set()
    each = "Art. 17 DSGVO; Stelle A, Stelle B"
    assert told.endswith(f"approved): Widerruf; {each} | Antrag\\x1b[2J; {each}.")


def test_that_more_went_than_single_cases_is_told_apart(log):
    log.pass_minutes(1)
    erase(log, log.clock_ms, BY_PERSONS)

    faults, (told,) = check(log)

    assert (faults, "more erased early than single cases" in told) == (set(), True)


@pytest.mark.parametrize(
    "by", [(), ("Stelle A",), ("Stelle A", " Stelle A"), ("Stelle A", "schedule"), BY_SCHEDULE * 2]
)
def test_one_alone_has_nothing_erased(log, by):
    log.pass_minutes(1)
    at = erase(log, log.clock_ms, by, case_tag=TAG)

    assert check(log) == ({at, 1}, [])
