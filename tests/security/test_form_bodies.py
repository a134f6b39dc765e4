"""Whatever is typed into a form: no fault of ours, and nothing that comes back as markup. ASVS 1.2.1, 2.2.1, 15.3.3, 16.5.

A thousand bodies in every run, dealt out to all forms; ``make form-bodies`` sends ten thousand.
"""

import os
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as some

from tests.leaks import pages
from tests.leaks.matrix import TABLE
from tests.scenes import opened
from tests.security.bodies import MARK, bodies, fields_of

BODIES = int(os.environ.get("FALLKONFERENZ_FORM_BODIES", "1000"))
FORMS = [route for route in TABLE if "POST" in route.methods and "GET" in route.methods]
EACH = -(-BODIES // len(FORMS))
ENCODED = "application/x-www-form-urlencoded"


def sent(client: Client, url: str, body: dict[str, list[str]]) -> tuple[int, str]:
    """Post, look at what the person is led to, and take everything back."""
    with transaction.atomic():
        response = client.post(url, urlencode(body, doseq=True, errors="surrogatepass"), content_type=ENCODED)
        shown = response.content.decode()
        if response.status_code == 302:
            shown += client.get(response.url).content.decode()
        transaction.set_rollback(True)
    return response.status_code, shown


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_no_body_breaks_a_form_or_comes_back_as_markup(route, world):
    client, url, page = opened(route, route.who[0], pages.things_of(world, route.about), world)
    fields = fields_of(page.content.decode())

    @settings(max_examples=EACH, suppress_health_check=list(HealthCheck), database=None)
    @drawn(some.data())
    def any_body(data) -> None:
        status, shown = sent(client, url, data.draw(bodies(fields)))
        assert status in (200, 302, 403, 404, 409, 422, 429), f"{route.name} answered {status}"
        assert MARK not in shown

    any_body()
