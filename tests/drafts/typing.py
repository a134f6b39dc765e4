"""Somebody at a form: opens it, types, sends; with or without a session, with or without the token of the page."""

import re
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from fallkonferenz.institutions.models import Person

HIDDEN = re.compile(r'type="hidden" name="(csrfmiddlewaretoken|keeping|kept|parcel|next)" value="([^"]*)"')
FORM = re.compile(r'<form method="post"[^>]*class="fk-form".*?</form>', re.DOTALL)
TEXT = "Kanarienvogel sagt, er stehe wieder vor der Tür."


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form of a page."""
    return dict(HIDDEN.findall(FORM.search(page)[0]))


@dataclass
class Sheet:
    """One window with a form in it."""

    client: Client
    url: str
    note: dict[str, str]

    @classmethod
    def opened(cls, client: Client, url: str) -> "Sheet":
        return cls(client, url, hidden(client.get(url).content.decode()))

    def sends(self, **typed: object):
        return self.client.post(self.url, {**self.note, **typed})

    def keeps(self, **typed: object):
        """What the script does a moment after the last key."""
        answer = self.client.post(reverse("draft-keep"), {**self.note, **typed})
        if answer.status_code == 200:
            self.note["kept"] = answer.json()["kept"]
        return answer


def strict(person: Person | None = None) -> Client:
    """A browser in which the token of the page is asked for, as it is in life."""
    client = Client(enforce_csrf_checks=True)
    if person:
        client.force_login(person)
    return client
