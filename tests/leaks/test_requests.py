"""What holds for every request: looking changes nothing, a form of another page is refused, fields nobody asked for are ignored."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case, Entry
from tests.checksums import SESSIONS, changed, checksums
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, TABLE
from tests.world import SHARED

pytestmark = pytest.mark.django_db

LOG = ("audit_entry", "audit_epoch")
FORBIDDEN, DONE = 403, 302


@pytest.mark.parametrize("who", ["P", "M", "A"])
def test_looking_changes_nothing(world, who):
    things = pages.things_of(world)
    client = pages.signed_in(pages.people()[PEOPLE[who]])
    untouched = (*SESSIONS, *LOG)
    before = checksums(without=untouched)

    for route in [route for route in TABLE if "GET" in route.methods]:
        client.get(things.address(route.name, route.about))
        client.head(things.address(route.name, route.about))

    assert changed(before, without=untouched) == []


@pytest.mark.parametrize("who", ["M", "A"])
def test_a_form_without_the_token_of_this_page_is_refused(world, who):
    things = pages.things_of(world)
    client = Client(enforce_csrf_checks=True)
    client.force_login(pages.people()[PEOPLE[who]])
    before = checksums(without=SESSIONS)

    for route in [route for route in TABLE if "POST" in route.methods]:
        answer = client.post(things.address(route.name, route.about), {"csrfmiddlewaretoken": "x" * 64})
        assert answer.status_code == FORBIDDEN, route.name

    assert changed(before, without=SESSIONS) == []


def test_fields_that_nobody_asked_for_are_ignored(world):
    """State, institution, author, case: what decides is not what was sent along."""
    police, biss = (pages.people()[PEOPLE[who]] for who in "PB")
    client = pages.signed_in(police)
    with acting_as(police):
        concerns = Case.objects.get(pk=world.cases[SHARED]).parties.get(role="person_at_risk").pk
    asked_for = {
        "section": "risk",
        "concerns": str(concerns),
        "happened_at": "2026-01-01T10:00",
        "source": "own",
        "nature": "fact",
        "text": "Beobachtung.",
    }
    smuggled = {
        "state": "closed",
        "institution": str(biss.institution_id),
        "author": str(biss.pk),
        "by": str(biss.pk),
        "case": world.cases["other"],
        "corrects": "1",
        "role": "case_manager",
        "is_active": "0",
    }

    answer = client.post(reverse("entry-add", args=[world.cases[SHARED]]), asked_for | smuggled)

    assert answer.status_code == DONE, answer.content.decode()
    with acting_as(police):
        entry = Entry.objects.order_by("-entered_at").first()
        assert (entry.institution, entry.author, str(entry.case_id)) == (
            police.institution,
            police,
            world.cases[SHARED],
        )
        assert entry.case.state == "measures"
        assert entry.corrects is None


def test_a_section_that_does_not_exist_for_the_sender_is_no_choice(world):
    """A hand-made POST is answered like any other that does not fit."""
    client = pages.signed_in(pages.people()[PEOPLE["P"]])
    address = reverse("entry-add", args=[world.cases[SHARED]])
    hidden, invented = (
        pages.asked(client, address, "POST", {"section": section, "text": "x"}) for section in ("victim", "xxxxxx")
    )

    assert hidden.status == invented.status
    assert hidden.text.replace("victim", "") == invented.text.replace("xxxxxx", "")


def test_a_doubled_parameter_is_answered_like_one(world):
    client = pages.signed_in(pages.people()[PEOPLE["S"]])
    for query in (urlencode([("state", "flagged"), ("state", "closed")]), "after=x&after=y", "code=1&code=2"):
        assert pages.asked(client, f"{reverse('case-list')}?{query}").status in (200, 404, 422)
