"""A case that nobody assesses anew does not fall silent: everybody who reads the risk is told again each day."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.actions import cases, rhythm
from fallkonferenz.cases.words import Because, Level
from tests.assessing import completed
from tests.outbox.working import messages, sweep, told, watch

pytestmark = pytest.mark.django_db
KIND = "case.reassess_overdue"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ACUTE, HIGH = 3 * DAY + 4 * HOUR, 7 * DAY + DAY  # when each is escalated first


def escalated(time) -> int:
    with clock.at(clock.now() + time):
        watch()
        watch()
    return messages(KIND)


def boundaries(first):
    """Just before and just at each of the first three days."""
    return [first + days * DAY - gap for days in range(3) for gap in (MINUTE, timedelta())]


@pytest.mark.parametrize(("level", "first"), [(Level.ACUTE, ACUTE), (Level.HIGH, HIGH)])
def test_an_overdue_case_is_escalated_each_day_until_it_was_assessed(cast, given, level, first):
    case = given.assessed(given.flagged(by=cast.police), level=level)

    assert [escalated(time) for time in boundaries(first)] == [0, 1, 1, 2, 2, 3]
    with clock.at(clock.now() + first + 2 * DAY + HOUR):
        sweep()
        assert {cast.case_manager, cast.police} <= told(KIND)
        completed(case, by=cast.police, level=level)
    assert escalated(first + 3 * DAY) == 3


def test_a_flag_that_nobody_assesses_is_escalated_like_an_acute_case(cast, given):
    given.flagged(by=cast.police)

    assert [escalated(time) for time in boundaries(ACUTE)] == [0, 1, 1, 2, 2, 3]


def test_one_message_a_day_for_a_case_however_much_of_it_waits(cast, given):
    case = given.assessed(given.flagged(by=cast.police), level=Level.HIGH)
    for kind in (Because.SEPARATION, Because.RELEASE):
        rhythm.report_change(case, by=cast.police, kind=kind)

    assert [escalated(days * DAY) for days in (1, 2, 8, 9)] == [2, 3, 4, 5]  # each change is told once by itself


def test_a_frozen_case_is_not_escalated_again(cast, given):
    case = given.assessed(given.flagged(by=cast.police), level=Level.ACUTE)
    assert escalated(ACUTE) == 1
    cases.freeze(case, by=cast.case_manager, died_at=clock.now())

    assert escalated(ACUTE + DAY) == 1
