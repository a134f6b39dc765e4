"""What nobody means to open: refusals, faults, forms with errors, pages of accounts. They have no barrier either."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from fallkonferenz.institutions import invitations
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.faults import csrf_failure, server_error
from tests.drafts.typing import TEXT, Sheet, strict
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE
from tests.leaks.pages import people
from tests.scenes import opened
from tests.screens.looking import browsing, looked_at
from tests.screens.plan import FULL, PAIRWISE, visits
from tests.support import beyond_row_security
from tests.web.signing_in import counting_anew, with_passphrase
from tests.world import SHARED, World

pytestmark = pytest.mark.browser

NO_TEXT = 422
FORMS_SHOWN = [visit for visit in visits() if "POST" in visit.route.methods]
SOME = ("assessment-begin", "entry-add", "measure-propose", "conference-plan", "person-add")  # in the full form: all
FAILED = "Failed to load resource"  # so the browser calls each answer that is no 200


def gets(who: str, name: str, **about: object) -> HttpResponse:
    return pages.signed_in(people()[PEOPLE[who]]).get(reverse(name, kwargs=about))


def one_too_many(world: World, settings) -> HttpResponse:
    counting_anew(settings)
    settings.FILES_AN_HOUR = 0
    return gets("P", "case-read", pk=world.cases[SHARED])


def step_of_a_flag(name: str) -> HttpResponse:
    """As who is bound to secrecy, and asked most."""
    return gets("B", "case-flag-step", pk=pages.begun_flag(people()[PEOPLE["B"]]), step=name)


def changes_passphrase() -> HttpResponse:
    with beyond_row_security():
        person = with_passphrase(people()["police-a"])
    return pages.signed_in(person).get(reverse("account_change_password"))


def invited() -> HttpResponse:
    with beyond_row_security():
        _invitation, token = invitations.issue(people()["police-a-deputy"], by=people()["administrator"])
    return Client().get(reverse("invitation-accept", args=[token]))


def kept(world: World) -> HttpResponse:
    """A form that is old, sent by its author."""
    client = strict(people()["police-a"])
    sheet = Sheet.opened(client, reverse("entry-add", args=[world.cases[SHARED]]))
    sheet.note["csrfmiddlewaretoken"] = "x" * 64
    return sheet.sends(text=TEXT)


def in_german(page: Callable[..., HttpResponse]) -> HttpResponse:
    with override("de"):
        return page(RequestFactory().get("/"))


PAGES = {
    "change_password": (200, lambda world, settings: changes_passphrase()),
    "logout": (200, lambda world, settings: gets("P", "account_logout")),
    "invitation": (200, lambda world, settings: invited()),
    "invitation_gone": (404, lambda world, settings: Client().get(reverse("invitation-accept", args=["nobody's"]))),
    "draft kept": (403, lambda world, settings: kept(world)),
    "first step of a flag": (200, lambda world, settings: step_of_a_flag("situation")),
    "last step of a flag": (200, lambda world, settings: step_of_a_flag("knowledge")),
    "400": (400, lambda world, settings: Client().get("/", headers={"host": "somewhere.else.example"})),
    "403": (403, lambda world, settings: gets("P", "person-list")),
    "403 without a session": (403, lambda world, settings: in_german(csrf_failure)),
    "404": (404, lambda world, settings: pages.signed_in(people()["police-a"]).get("/nowhere/")),
    "409": (409, lambda world, settings: gets("M", "case-dismiss", pk=world.cases["closed"])),
    "429": (429, one_too_many),
    "500": (500, lambda world, settings: in_german(server_error)),
}


def barriers(browser, site: str, answer: HttpResponse, status: int) -> list[str]:
    """As a browser shows the answer, with the style of the site, in each look of German."""
    looks = tuple(look for look in PAIRWISE if look.language == "de")
    with browsing(browser, site, None, looks[0]) as page:
        headers = {"Content-Type": answer["Content-Type"]}
        page.route(
            f"{site}/shown/", lambda route: route.fulfill(status=status, headers=headers, body=answer.content.decode())
        )
        return [each for each in looked_at(page, f"{site}/shown/", looks, status) if FAILED not in each]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_off_the_path_is_for_everybody(name, browser, live_server, shown, settings):
    status, answered = PAGES[name]
    with beyond_row_security():
        Person.objects.update(language="de")
    answer = answered(shown, settings)

    assert answer.status_code == status
    assert barriers(browser, live_server.url, answer, status) == []


@pytest.mark.parametrize("name", sorted({visit.route.name for visit in FORMS_SHOWN}) if FULL else SOME)
def test_a_form_with_errors_is_for_everybody(name, browser, live_server, shown):
    """Sent as it was opened: what is missing stands beside it."""
    visit = next(visit for visit in FORMS_SHOWN if visit.route.name == name)
    with beyond_row_security():
        Person.objects.update(language="de")
    client, url, _page = opened(visit.route, visit.who, pages.things_of(shown), shown)

    answer = client.post(url, {})

    if answer.status_code == NO_TEXT or name in SOME:  # else it was complete as it was opened
        assert barriers(browser, live_server.url, answer, NO_TEXT) == []
