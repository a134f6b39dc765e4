"""When a case is assessed anew (VioGén: 72 hours, 7, 30, 60 days), and that a region can only shorten it."""

from datetime import UTC, datetime, timedelta

import pytest

from risk.rhythm import LONGEST, due, may_be

FRIDAY = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)  # before the clocks go forward
SECOND = timedelta(seconds=1)
O8 = {
    "acute": timedelta(hours=72),
    "high": timedelta(days=7),
    "medium": timedelta(days=30),
    "not_raised": timedelta(days=60),
}


def test_each_level_has_its_period_and_none_is_exempt():
    assert dict(LONGEST) == O8


@pytest.mark.parametrize("level", O8)
def test_it_is_due_so_long_after_the_assessment_in_hours_not_in_days(level):
    assert due(level, FRIDAY) == FRIDAY + O8[level]
    assert due(level, FRIDAY, {level: timedelta(hours=5)}) == FRIDAY + timedelta(hours=5)


@pytest.mark.parametrize("level", O8)
def test_a_region_may_shorten_a_period_and_never_make_it_longer(level):
    allowed = {period: may_be(level, period) for period in (-SECOND, 0 * SECOND, SECOND, O8[level], O8[level] + SECOND)}
    assert list(allowed.values()) == [False, False, True, True, False]


def test_an_unknown_level_has_no_period():
    with pytest.raises(KeyError):
        due("", FRIDAY)
