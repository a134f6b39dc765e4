"""A day that cannot be meant is refused: kept, it would make a page unreadable for everybody who sees it."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.web.forms.fields import Day, FutureDay, Moment

IMPOSSIBLE = ("0001-01-01", "0002-11-22", "0026-11-22", "1899-12-31", "2200-01-01", "9999-12-31")


@pytest.mark.parametrize("day", IMPOSSIBLE)
@pytest.mark.parametrize(("field", "hour"), [(Day(), ""), (Moment(), "T10:00")])
def test_a_year_that_cannot_be_meant_is_refused(field, hour, day):
    with pytest.raises(ValidationError, match=r"year|Jahr"):
        field.clean(day + hour)


@pytest.mark.parametrize(("field", "hour"), [(Day(required=False), ""), (Moment(required=False), "T10:00")])
def test_our_time_is_not(field, hour):
    assert field.clean("2026-11-22" + hour).year == 2026
    assert field.clean("") is None


def test_what_ends_on_a_day_gone_by_was_meant_otherwise():
    with clock.at(datetime(2026, 11, 22, 22, 59, tzinfo=UTC)):
        assert FutureDay().clean("2026-11-22")
    with clock.at(datetime(2026, 11, 22, 23, 0, tzinfo=UTC)), pytest.raises(ValidationError, match=r"passed|vorbei"):
        FutureDay().clean("2026-11-22")  # past midnight here


def test_of_the_hour_that_comes_twice_the_first_is_meant():
    assert Moment().clean("2027-10-31T02:20") == datetime(2027, 10, 31, 0, 20, tzinfo=UTC)
    assert Moment().clean("2027-10-31T03:20") == datetime(2027, 10, 31, 2, 20, tzinfo=UTC)


def test_an_hour_that_the_clocks_left_out_is_refused():
    with pytest.raises(ValidationError, match=r"put forward|vorgestellt"):
        Moment().clean("2027-03-28T02:20")
    assert Moment().clean("2027-03-28T03:20") == datetime(2027, 3, 28, 1, 20, tzinfo=UTC)


@pytest.mark.django_db
def test_the_case_stays_readable(cast, given, client):
    case = given.flagged()
    client.force_login(cast.biss)
    typed = {"happened_at": "0001-01-01T00:00", "source": "own", "text": "Drohung."}

    assert client.post(reverse("case-report_incident", args=[case.pk]), typed).status_code == 422
    assert client.get(reverse("case-read", args=[case.pk])).status_code == 200
