"""Flagging through the screens: the steps one after the other, as somebody without a script would send them."""

import re

from django.test import Client
from django.urls import reverse

SEEN = re.compile(r'name="kept" value="([^"]*)"')


def flag(client: Client, *, headers: dict[str, str] | None = None, **told: object):
    """Send each step with all that is told; the answer to the last one, or to the first that is not accepted."""
    return go_on(client, client.post(reverse("case-flag"), told, headers=headers), headers=headers, **told)


def go_on(client: Client, response, *, headers: dict[str, str] | None = None, **told: object):
    """The same from the step on that ``response`` leads to."""
    while response.status_code == 302 and "/flag/" in response.url:
        page = client.get(response.url, headers=headers).content.decode()
        seen = SEEN.search(page)
        response = client.post(response.url, {**told, "kept": seen[1] if seen else ""}, headers=headers)
    return response
