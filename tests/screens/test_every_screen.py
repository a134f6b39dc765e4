"""Every screen in a real browser, once per role it exists for: no barrier, no sideways scrolling, its language."""

from itertools import groupby

import pytest
from django.urls import reverse

from fallkonferenz.institutions.models import Person
from tests.leaks import pages
from tests.leaks.matrix import TABLE
from tests.leaks.pages import Things
from tests.scenes import opened
from tests.screens.looking import looked_at, signed_in
from tests.screens.plan import (
    DOWNLOADS,
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


def address(visit: Visit, things: Things, world: World) -> str:
    if visit.who == NOBODY:
        return reverse(visit.route.name, args=["case-list"] if visit.route.name == "help-read" else [])
    return opened(visit.route, visit.who, things, world)[1]


@pytest.mark.browser
@pytest.mark.parametrize("number", range(SHARES))
def test_every_screen_is_for_everybody(number, browser, live_server, shown):
    things = pages.things_of(shown)
    wrong = []
    for (username, look), mine in groupby(share(number), lambda each: (each[0].username, each[1][0])):
        person = Person.objects.filter(username=username).first()
        with signed_in(browser, live_server.url, person, look) as context:
            for visit, looks in mine:
                url = live_server.url + address(visit, things, shown)
                with context.new_page() as page:
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
    assert {visit.route.name for visit in visits()} == shown_to_somebody - {*DOWNLOADS}
