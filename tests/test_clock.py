"""The clock can be stopped where data are invented, and nowhere else."""

from datetime import UTC, datetime

import pytest

from fallkonferenz import clock

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
