"""A year that cannot be meant is refused: kept, it would make a page unreadable for everybody who sees it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from fallkonferenz.web.forms.fields import Day, Moment

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


@pytest.mark.django_db
def test_the_case_stays_readable(cast, given, client):
    case = given.flagged()
    client.force_login(cast.biss)
    typed = {"happened_at": "0001-01-01T00:00", "source": "own", "text": "Drohung."}

    assert client.post(reverse("case-report_incident", args=[case.pk]), typed).status_code == 422
    assert client.get(reverse("case-read", args=[case.pk])).status_code == 200
