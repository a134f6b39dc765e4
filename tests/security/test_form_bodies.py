"""Whatever is typed into a form: no fault of ours, and nothing that comes back as markup. ASVS 1.2.1, 2.2.1, 15.3.3, 16.5.

A thousand bodies in every run, dealt out to all forms; ``make form-bodies`` sends ten thousand.
"""

import os
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as some

from fallkonferenz.actions import assessing
from fallkonferenz.web.flagging import STEPS
from tests.leaks import pages
from tests.leaks.matrix import TABLE
from tests.scenes import in_its_scene, opened
from tests.security.bodies import MARK, bodies, fields_of

BODIES = int(os.environ.get("FALLKONFERENZ_FORM_BODIES", "1000"))
FORMS = [route for route in TABLE if "POST" in route.methods and "GET" in route.methods]
EACH = -(-BODIES // len(FORMS))
PAIR = {"sex_at_risk": "female", "sex_endangering": "male", "relationship": "former_partners", "age_at_risk": 34}
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
    takes_any_body(*(in_its_scene(route) or opened(route, route.who[0], pages.things_of(world, route.about), world)))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_no_body_breaks_a_step_of_a_flag(step, cast):
    """Each has fields of its own, and who is bound to secrecy is asked most."""
    client = pages.signed_in(cast.biss)
    url = reverse("case-flag-step", args=[pages.begun_flag(cast.biss), step.name])
    page = client.get(url)
    assert fields_of(page.content.decode())
    takes_any_body(client, url, page)


@pytest.mark.parametrize("key", ["dash", "odara", "danger-assessment", "short-list", "b-safer", "sara-v3", "dyrias"])
def test_no_body_breaks_the_questions_of_an_instrument(key, cast, given):
    """Every kind of question is in one of them; ``lap`` stands among the forms."""
    assessment = assessing.begin(given.case(), by=cast.police, instruments=[key], facts=PAIR)
    client = pages.signed_in(cast.police)
    url = reverse("assessment-answer", args=[assessment.pk, key])
    page = client.get(url)
    assert fields_of(page.content.decode())
    takes_any_body(client, url, page)


def takes_any_body(client: Client, url: str, page: HttpResponse) -> None:
    fields = fields_of(page.content.decode())  # none where one only confirms

    @settings(max_examples=EACH, suppress_health_check=list(HealthCheck), database=None)
    @drawn(some.data())
    def any_body(data) -> None:
        status, shown = sent(client, url, data.draw(bodies(fields)))
        assert status in (200, 302, 403, 404, 409, 422, 429), f"{url} answered {status}"
        assert MARK not in shown

    any_body()
