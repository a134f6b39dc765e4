"""Where a screen can be seen: on the things of the shared case, in a case of its state, or in the scene of its act."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from fallkonferenz.cases.words import State
from tests.actions.examples import EXAMPLES
from tests.cast import Cast
from tests.given import Given
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, Route
from tests.leaks.pages import Things
from tests.world import World


def opened(
    route: Route, who: str, things: Things, world: World, *, fits: Callable[[HttpResponse], bool] = lambda page: True
) -> tuple[Client, str, HttpResponse]:
    """Somebody of the matrix, signed in; an address at which the screen is open to them now; and the page.

    ``fits`` says what the page must have beside being open.
    """
    client = pages.signed_in(pages.people()[PEOPLE[who]])
    for url in _addresses(route, things, world):
        page = client.get(url)
        if page.status_code == 200 and fits(page):
            return client, url, page
    raise AssertionError(f"{route.name}: there is nothing on which it is open to {PEOPLE[who]}")


def in_its_scene(route: Route) -> tuple[Client, str, HttpResponse] | None:
    """Who may do an act, before its form in the scene where it can be done; None where its address asks for more."""
    example, cast = EXAMPLES.get(route.name.replace("-", ".", 1)), Cast()
    if example is None:
        return None
    thing, _facts = example.scene(Given(cast))
    client = pages.signed_in(getattr(cast, example.by))
    try:
        url = reverse(route.name, args=[thing.pk] if route.about else [])
    except NoReverseMatch:
        return None
    page = client.get(url)
    return (client, url, page) if page.status_code == 200 else None


def _addresses(route: Route, things: Things, world: World) -> Iterator[str]:
    yield things.address(route.name, route.about)
    if route.about == "case":
        yield from (reverse(route.name, args=[UUID(world.cases[state.value])]) for state in State)
    example = EXAMPLES.get(route.name.replace("-", ".", 1))
    if example and route.about:
        thing, _facts = example.scene(Given(Cast()))
        yield reverse(route.name, args=[thing.pk])
