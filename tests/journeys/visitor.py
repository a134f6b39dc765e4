"""A person at a browser: signs in, follows the links that are there, fills in forms, presses buttons.

Every page that is reached is looked at by axe, where scripts run; a page with a barrier ends the journey.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page

from fallkonferenz.institutions.models import Person
from tests.browser import barriers
from tests.web.signing_in import PASSPHRASE, with_passphrase

SMALL = {"width": 320, "height": 800}
LARGE = {"width": 1280, "height": 900}


class Visitor:
    """``goes`` follows a link of the page; an address that no link leads to counts as not reachable."""

    def __init__(self, browser: Browser, site: str, person: Person, *, scripts: bool = True, small: bool = False):
        self.person, self.site = with_passphrase(person), site
        context = browser.new_context(locale="de-DE", viewport=SMALL if small else LARGE, java_script_enabled=scripts)
        self.page: Page = context.new_page()
        self.seen: list[str] = []
        self.scripts = scripts

    def signs_in(self) -> "Visitor":
        self.page.goto(self.site)
        self.looks()
        self.types(login=self.person.username, password=PASSPHRASE)
        return self.presses("Anmelden")

    def goes(self, name: str, *args: Any) -> "Visitor":
        link = self.page.locator(f'a[href="{reverse(name, args=args)}"]').first
        if not link.is_visible():
            link.locator("xpath=ancestor::details/summary").first.click()
        link.click()
        return self.looks()

    def opens(self, name: str, *args: Any) -> int:
        """Type an address into the bar; the status that comes back."""
        answer = self.page.goto(self.site + reverse(name, args=args))
        self.looks()
        return answer.status if answer else 0

    def types(self, **fields: Any) -> "Visitor":
        for name, value in fields.items():
            _type(self.page.locator(f'main [name="{name}"]'), value)
        return self

    def presses(self, label: str) -> "Visitor":
        self.page.locator("main").get_by_role("button", name=label).first.click()
        return self.looks()

    def sends(self, **fields: Any) -> "Visitor":
        """Fill in the form of the page and press its button."""
        self.types(**fields)
        self.page.locator("main form button[type=submit]").last.click()
        self.looks()
        errors = self.page.locator("[aria-invalid=true], .fk-error-summary").all_inner_texts()
        assert not errors, f"{self.page.url}: {errors}"
        return self

    def signs_out(self) -> "Visitor":
        self.page.locator("header").get_by_role("button", name="Abmelden").click()
        return self.looks()

    def looks(self) -> "Visitor":
        # A form is sent once the server has answered.
        self.page.locator("form[aria-busy=true]").wait_for(state="detached")
        self.page.wait_for_load_state()
        if not self.scripts:
            return self  # axe is a script itself
        found = barriers(self.page)
        assert not found, f"{self.page.url}: {found}"
        assert self.page.title().startswith(("Fallkonferenz", "Seite")), self.page.title()
        self.seen.append(self.page.url)
        return self

    @property
    def reads(self) -> str:
        return self.page.locator("body").inner_text()

    @property
    def id_in_address(self) -> str:
        return re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", self.page.url)[0]


def _type(field: Locator, value: Any) -> None:
    kind = field.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        return _tick(field, value)
    if field.evaluate("element => element.tagName") == "SELECT":
        field.select_option(str(value))
        return None
    return field.fill(_written(value))


def _tick(field: Locator, value: Any) -> None:
    if isinstance(value, bool):
        return field.set_checked(value)
    wanted = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    for each in wanted:
        field.and_(field.page.locator(f'[value="{each}"]')).check()
    return None


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
