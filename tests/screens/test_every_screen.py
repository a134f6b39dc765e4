"""Every screen in a real browser, once per role it exists for: no barrier, no sideways scrolling, its language."""

import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fallkonferenz.cases.words import State
from fallkonferenz.institutions.models import Person
from tests import database, worlds
from tests.actions.examples import EXAMPLES
from tests.cast import Cast
from tests.given import Given
from tests.leaks import pages
from tests.leaks.matrix import TABLE
from tests.leaks.pages import Things
from tests.screens.looking import browsing, looked_at
from tests.screens.plan import (
    EVERY_LOOK,
    LANGUAGES,
    NOBODY,
    PAIRWISE,
    SHARES,
    THEMES,
    WIDTHS,
    WITHOUT_ACCOUNT,
    Visit,
    share,
    visits,
)
from tests.world import World


@pytest.fixture
def shown(django_db_setup: None, transactional_db: None) -> World:
    """The world in a database that the browser's server sees too; a committing test gets a fresh one afterwards."""
    made = database.template_once(worlds.TEMPLATE, worlds.build)
    database.swap(worlds.TEMPLATE)
    return World.of_data(json.loads(made))


def address(visit: Visit, things: Things, world: World) -> str:
    """Where the screen can be seen: in the shared case, or in one that is in the state it belongs to."""
    route = visit.route
    if visit.who == NOBODY:
        return reverse(route.name, args=["case-list"] if route.name == "help-read" else [])
    client = Client()
    client.force_login(Person.objects.get(username=visit.username))
    for url in _candidates(route.name, route.about, things, world):
        if client.get(url).status_code == 200:
            return url
    raise AssertionError(f"{visit}: there is no thing on which it is shown")


def _candidates(name: str, about: str, things: Things, world: World) -> Iterator[str]:
    yield things.address(name, about)
    if about == "case":
        yield from (reverse(name, args=[UUID(world.cases[state.value])]) for state in State)
    example = EXAMPLES.get(name.replace("-", ".", 1))
    if example and about:
        thing, _facts = example.scene(Given(Cast()))
        yield reverse(name, args=[thing.pk])


@pytest.mark.browser
@pytest.mark.parametrize("number", range(SHARES))
def test_every_screen_is_for_everybody(number, browser, live_server, shown):
    things = pages.things_of(shown)
    wrong = []
    for visit, looks in share(number):
        url = live_server.url + address(visit, things, shown)
        person = Person.objects.filter(username=visit.username).first()
        with browsing(browser, live_server.url, person, looks[0]) as page:
            wrong += [f"{visit}: {each}" for each in looked_at(page, url, looks)]
    assert not wrong, "\n".join(wrong)


def test_every_pair_of_width_theme_and_language_comes_up():
    for first, second in ((WIDTHS, THEMES), (WIDTHS, LANGUAGES), (THEMES, LANGUAGES)):
        wanted = {(one, other) for one in first for other in second}
        assert wanted <= {(one, other) for look in PAIRWISE for one in look for other in look}
    assert set(PAIRWISE) <= set(EVERY_LOOK)


def test_no_screen_is_left_out():
    """Whatever shows a page has somebody who looks at it."""
    shown_to_somebody = {route.name for route in (*TABLE, *WITHOUT_ACCOUNT) if "GET" in route.methods}
    assert {visit.route.name for visit in visits()} == shown_to_somebody
