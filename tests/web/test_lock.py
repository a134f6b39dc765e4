"""“Lock now”: by key or by button, with scripts or without, the screen is empty at once and stays so."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from fallkonferenz.web.faults import server_error

SECRET = "Was niemand sehen soll."

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sitting(browser, live_server, cast):
    """``sitting()`` is a tab with the settings of somebody who has signed in; a form, with something in its address."""
    contexts = []

    def sit(*, scripts: bool = True, **more):
        client = Client()
        client.force_login(cast.police)
        context = browser.new_context(java_script_enabled=scripts, locale="de-DE", **more)
        contexts.append(context)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        context.add_cookies([{**cookie, "url": live_server.url}])
        return opened(context, live_server)

    yield sit
    for context in contexts:
        context.close()


def opened(context, live_server):
    page = context.new_page()
    page.goto(live_server.url + reverse("case-list", query={"code": "KM74-PXQ2"}))
    page.get_by_label("Fallkennung").fill(SECRET)
    return page


def is_locked(page) -> None:
    page.wait_for_url("**" + reverse("locked"))
    assert page.title() == "Seite geschlossen"
    assert "Fallkonferenz" not in page.content()
    assert SECRET not in page.content()


def test_escape_three_times_locks(sitting):
    page = sitting()

    for _press in range(3):
        page.keyboard.press("Escape")

    is_locked(page)
    assert Session.objects.count() == 0


def test_escape_twice_does_not(sitting):
    page = sitting()

    for _press in range(2):
        page.keyboard.press("Escape")

    page.wait_for_timeout(300)
    assert page.get_by_label("Fallkennung").input_value() == SECRET


def test_the_back_button_shows_nothing(sitting, live_server):
    page = sitting()
    for _press in range(3):
        page.keyboard.press("Escape")
    is_locked(page)

    page.go_back()

    assert SECRET not in page.content()
    page.goto(live_server.url + reverse("start"))
    assert reverse("account_login") in page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_the_keyboard_alone_reaches_the_button(sitting, scripts):
    page = sitting(scripts=scripts)
    button = page.get_by_role("button", name="Sofort sperren")
    page.locator(".fk-brand a").focus()

    for _stop in range(6):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")

    is_locked(page)
    assert Session.objects.count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_of_a_fault_locks_too(sitting, live_server, monkeypatch, scripts):
    page = sitting(scripts=scripts)
    fault = server_error(RequestFactory().get(reverse("case-list"))).content.decode()
    page.route(
        "**" + reverse("case-list"), lambda route: route.fulfill(status=500, body=fault, content_type="text/html")
    )
    page.goto(live_server.url + reverse("case-list"))

    if scripts:
        for _press in range(3):
            page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="Sofort sperren").click()

    is_locked(page)
    assert Session.objects.count() == 0


def test_the_other_tabs_leave_too(sitting, live_server):
    page = sitting()
    other = opened(page.context, live_server)

    for _press in range(3):
        page.keyboard.press("Escape")

    is_locked(page)
    is_locked(other)


def test_the_screen_is_empty_before_the_server_answers(sitting):
    page = sitting()
    page.route("**" + reverse("account_logout"), lambda route: None)  # never answered

    for _press in range(3):
        page.keyboard.press("Escape")

    assert page.evaluate("document.documentElement.hidden")
    assert page.title() == "…"
    is_locked(page)
