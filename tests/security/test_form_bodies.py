"""Whatever is typed into a form: no fault of ours, and nothing that comes back as markup. ASVS 1.2.1, 2.2.1, 15.3.3, 16.5.

A thousand bodies in every run, dealt out to all forms; ``make form-bodies`` sends ten thousand.
"""

import os
from collections import Counter
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as some

from fallkonferenz.cases.words import State
from tests.actions.examples import EXAMPLES
from tests.cast import Cast
from tests.given import Given
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, TABLE, Route
from tests.security.bodies import MARK, bodies, fields_of

BODIES = int(os.environ.get("FALLKONFERENZ_FORM_BODIES", "1000"))
FORMS = [route for route in TABLE if "POST" in route.methods and "GET" in route.methods]
EACH = -(-BODIES // len(FORMS))
ENCODED = "application/x-www-form-urlencoded"
SENT: Counter[int] = Counter()


def sent(client: Client, url: str, body: dict[str, list[str]]) -> tuple[int, str]:
    """Post, look at what the person is led to, and take everything back."""
    with transaction.atomic():
        response = client.post(url, urlencode(body, doseq=True, errors="surrogatepass"), content_type=ENCODED)
        shown = response.content.decode()
        if response.status_code == 302:
            shown += client.get(response.url).content.decode()
        transaction.set_rollback(True)
    SENT[response.status_code] += 1
    return response.status_code, shown


def form_of(route: Route, world) -> tuple[Client, str, str]:
    """Somebody who may, the address of a thing on which the form is open now, and the page."""
    client = pages.signed_in(pages.people()[PEOPLE[route.who[0]]])
    for url in _addresses(route, world):
        page = client.get(url)
        if page.status_code == 200:
            return client, url, page.content.decode()
    raise AssertionError(f"{route.name}: there is no thing on which the form is open")


def _addresses(route: Route, world):
    yield pages.things_of(world).address(route.name, route.about)
    if route.about == "case":
        yield from (reverse(route.name, args=[UUID(world.cases[state.value])]) for state in State)
    example = EXAMPLES.get(route.name.replace("-", ".", 1))
    if example and route.about:
        thing, _facts = example.scene(Given(Cast()))
        yield reverse(route.name, args=[thing.pk])


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_no_body_breaks_a_form_or_comes_back_as_markup(route, world):
    client, url, page = form_of(route, world)
    fields = fields_of(page)

    @settings(max_examples=EACH, suppress_health_check=list(HealthCheck), database=None)
    @drawn(some.data())
    def any_body(data) -> None:
        status, shown = sent(client, url, data.draw(bodies(fields)))
        assert status in (200, 302, 403, 404, 409, 422, 429), f"{route.name} answered {status}"
        assert MARK not in shown

    any_body()
