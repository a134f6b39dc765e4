"""Lists that grow: every row can be reached page by page, and none stands twice."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.actions import agenda, institutions
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import Conference
from fallkonferenz.web.presenters import conferences, listing, measures, notices
from tests.support import beyond_row_security


def pages(client, url: str, rows) -> list[list[object]]:
    found = []
    while url:
        page = client.get(url)
        assert page.status_code == 200
        found.append(rows(page.context))
        url = page.context["next"]
    return found


def test_conferences_begin_with_the_next_one_and_end_with_the_oldest(client, cast, monkeypatch):
    monkeypatch.setattr(agenda, "PAGE", 2)
    days = {7: "planned", 3: "planned", -1: "planned", -8: "held", -20: "called_off", -4: "held"}
    with beyond_row_security():
        Conference.objects.filter(region=cast.case_manager.institution.region).delete()
        for day, state in days.items():
            Conference.objects.create(
                region=cast.case_manager.institution.region,
                kind="scheduled",
                mode="video",
                made_by=cast.case_manager,
                starts_at=clock.now() + timedelta(days=day),
                state=ConferenceState(state),
            )
    client.force_login(cast.case_manager)
    found = pages(client, reverse("conference-list"), lambda context: list(context["list"].conferences))

    at = [[round((each.starts_at - clock.now()) / timedelta(days=1)) for each in page] for page in found]
    assert at == [[-1, 3], [7, -4], [-8, -20]]


@pytest.mark.parametrize(("narrowing", "size"), [({}, 20), ({"kind": "police"}, 1)])
def test_institutions_stand_on_pages_that_keep_the_filter(client, cast, monkeypatch, narrowing, size):
    client.force_login(cast.administrator)
    url = reverse("institution-list", query=narrowing)
    monkeypatch.setattr(institutions, "PAGE", 1000)
    whole = client.get(url).context["rows"]
    monkeypatch.setattr(institutions, "PAGE", size)

    found = pages(client, url, lambda context: context["rows"])

    assert len(found) > 1
    assert max(len(page) for page in found) == size
    assert [row[0].text for page in found for row in page] == [row[0].text for row in whole]


@pytest.mark.parametrize("name", ["conference-list", "notice-list"])
def test_a_place_that_was_made_up_leads_nowhere(client, cast, name):
    client.force_login(cast.police)

    assert client.get(reverse(name, query={"after": "made:up"})).status_code == 404


SALTS = {module.SALT for module in (listing, measures, notices, conferences)}


@pytest.mark.parametrize("name", ["case-list", "measure-list", "notice-list", "conference-list"])
@pytest.mark.parametrize("key", [[], ["x"], ["x", "y"], ["planned", "x", "y"], ["a", "b", "c", "d"], [None, 1], 7])
def test_a_place_of_another_shape_leads_nowhere(client, cast, name, key):
    """One that was signed before the list was ordered otherwise; or a text that nobody signed."""
    client.force_login(cast.case_manager)
    for place in ("x:y", *(signing.dumps(key, salt=salt) for salt in SALTS)):
        assert client.get(reverse(name, query={"after": place})).status_code == 404
