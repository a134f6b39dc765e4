"""At a real browser: the session ends, the network goes, two windows are open; with the script and without."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from fallkonferenz import clock
from tests.drafts.test_keeping import all_drafts
from tests.drafts.typing import TEXT
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "Entwurf gesichert um"


@pytest.fixture
def case(given):
    return given.case()


@pytest.fixture
def visitor(browser, live_server, cast):
    made = Visitor(browser, live_server.url, cast.police).signs_in()
    yield made
    made.page.context.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def either(request, browser, live_server, cast):
    made = Visitor(browser, live_server.url, cast.police, scripts=request.param).signs_in()
    yield made
    made.page.context.close()


def opens_the_form(visitor: Visitor, case) -> None:
    visitor.opens("entry-add", case.pk)


def status(visitor: Visitor, sentence: str) -> None:
    visitor.page.locator(".fk-keeping", has_text=sentence).wait_for(timeout=15_000)


def test_what_is_typed_is_kept_and_offered_again(visitor, case):
    opens_the_form(visitor, case)
    visitor.types(text=TEXT)
    status(visitor, KEPT)

    visitor.opens("start")
    opens_the_form(visitor, case)
    visitor.page.get_by_role("link", name="Weiterschreiben").click()

    assert visitor.looks().page.locator('[name="text"]').input_value() == TEXT


def test_leaving_a_page_at_once_keeps_it_too(visitor, case):
    opens_the_form(visitor, case)
    visitor.types(text=TEXT)

    visitor.opens("start")
    opens_the_form(visitor, case)

    visitor.page.get_by_role("link", name="Weiterschreiben").wait_for()


def test_without_a_network_the_text_stays_and_is_kept_when_it_is_back(visitor, case):
    opens_the_form(visitor, case)
    visitor.page.context.set_offline(True)
    visitor.types(text=TEXT)
    status(visitor, "Keine Verbindung")
    assert visitor.page.locator('[name="text"]').input_value() == TEXT

    visitor.page.context.set_offline(False)
    status(visitor, KEPT)


def test_what_is_sent_without_a_network_stays_and_is_sent_later(visitor, case):
    opens_the_form(visitor, case)
    for choice in ("section", "concerns", "nature", "source"):
        visitor.page.locator(f'[name="{choice}"]').first.check()
    visitor.page.context.set_offline(True)
    visitor.types(text=TEXT, happened_at=clock.now() - timedelta(days=1))
    presses(visitor)
    status(visitor, "Nicht gesendet")
    assert visitor.page.locator('[name="text"]').input_value() == TEXT

    visitor.page.context.set_offline(False)
    status(visitor, "Noch nicht gesendet")
    sends(visitor)

    assert reverse("case-read", args=[case.pk]) in visitor.page.url
    assert TEXT in visitor.page.content()
    assert not all_drafts()


def test_a_server_that_is_gone_takes_no_text_along(visitor, case):
    """The network is there, but nobody answers, as while the server is being changed."""
    opens_the_form(visitor, case)
    visitor.types(text=TEXT)
    visitor.page.route("**/*", lambda route: route.fulfill(status=502))
    presses(visitor)

    status(visitor, "Nicht gesendet")
    assert visitor.page.locator('[name="text"]').input_value() == TEXT


def test_two_windows_on_one_draft_tell_each_other(visitor, case):
    opens_the_form(visitor, case)
    visitor.types(text="Eins.")
    status(visitor, KEPT)
    (draft,) = all_drafts()
    back = f"{visitor.site}{draft.place}?draft={draft.pk}"
    visitor.page.goto(back)
    other = visitor.page.context.new_page()
    other.goto(back)

    visitor.types(text="Eins und zwei.")
    status(visitor, KEPT)
    other.locator('[name="text"]').fill("Eins und drei.")

    other.locator(".fk-keeping", has_text="nicht mehr von selbst gesichert").wait_for(timeout=15_000)
    assert other.locator('[name="text"]').input_value() == "Eins und drei."


def ends_in_between(visitor: Visitor, case) -> None:
    opens_the_form(visitor, case)
    visitor.types(text=TEXT)
    Session.objects.all().delete()


def signs_in_again(visitor: Visitor) -> None:
    visitor.types(login=visitor.person.username, password="kein-Satz-den-wer-kennt").presses("Anmelden")


def presses(visitor: Visitor) -> None:
    visitor.page.locator("main form.fk-form button[type=submit]").first.click()


def sends(visitor: Visitor) -> None:
    presses(visitor)
    visitor.looks()


def test_a_session_that_ended_is_no_loss(either, case):
    ends_in_between(either, case)

    sends(either)
    assert "nicht verloren" in either.reads
    signs_in_again(either)

    assert either.page.url.startswith(either.site + reverse("entry-add", args=[case.pk]))
    assert either.page.locator('[name="text"]').input_value() == TEXT


def test_the_script_says_that_the_session_has_ended(visitor, case):
    ends_in_between(visitor, case)
    visitor.types(text=TEXT + " Noch mehr.")

    status(visitor, "Ihre Sitzung ist beendet")


def test_pressing_twice_sends_once(visitor, case):
    opens_the_form(visitor, case)
    visitor.page.evaluate(
        "() => { const form = document.querySelector('form.fk-form'); window.sent = 0;"
        " form.addEventListener('submit', (event) => { if (!event.defaultPrevented) window.sent += 1;"
        " event.preventDefault(); }); const button = form.querySelector('button[type=submit]');"
        " button.click(); button.click(); }"
    )

    assert visitor.page.evaluate("window.sent") == 1
