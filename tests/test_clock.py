"""The clock can be stopped where data are invented, and nowhere else."""

from datetime import UTC, date, datetime

import pytest

from fallkonferenz import clock
from fallkonferenz.cases.models import Entry

THEN = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def test_it_stands_still_inside_and_runs_on_afterwards():
    with clock.at(THEN):
        assert clock.now() == THEN
    assert clock.now() > THEN


def test_the_inner_moment_wins_and_the_outer_one_comes_back():
    with clock.at(THEN), clock.at(THEN.replace(year=2027)):
        assert clock.now().year == 2027
    with clock.at(THEN):
        with pytest.raises(LookupError), clock.at(THEN.replace(year=2027)):
            raise LookupError
        assert clock.now() == THEN


def test_it_wants_a_moment_with_a_time_zone():
    with pytest.raises(ValueError, match="time zone"), clock.at(THEN.replace(tzinfo=None)):
        pass


def test_it_cannot_be_stopped_where_real_people_act(settings):
    settings.DEMO = settings.TESTING = False

    with pytest.raises(RuntimeError, match="in the demo and in tests only"), clock.at(THEN):
        pass


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 1, 14, 22, 59, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 1, 14, 23, 0, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 7, 14, 21, 59, tzinfo=UTC), date(2026, 7, 14)),
        (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), date(2026, 7, 15)),
    ],
)
def test_the_day_begins_at_the_midnight_of_who_works_here(utc, day):
    with clock.at(utc):
        assert clock.today() == day


def test_what_is_entered_past_midnight_was_entered_late():
    evening, night = datetime(2026, 1, 14, 22, 30, tzinfo=UTC), datetime(2026, 1, 14, 23, 30, tzinfo=UTC)

    assert Entry(happened_at=evening, entered_at=night).is_late
    assert not Entry(happened_at=night, entered_at=night.replace(hour=23, minute=50)).is_late
