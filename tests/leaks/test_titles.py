"""The tab of a browser and its history say nothing of a case: titles name the kind of page, addresses only keys."""

import re

import pytest

from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import Level, State
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.codes import spoken
from tests.leaks import pages
from tests.leaks.crawl import links
from tests.leaks.matrix import PEOPLE, TABLE
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db

TITLE = re.compile(r"<title>(.*?)</title>", re.S)


@pytest.fixture
def told(world) -> set[str]:
    """What would give something away: codes, names, states, levels."""
    with beyond_row_security():
        codes = set(Case.objects.values_list("code", flat=True))
        names = {*Person.objects.values_list("name", flat=True), *Institution.objects.values_list("name", flat=True)}
    labels = {str(label) for choices in (State, Level) for label in choices.labels}
    return codes | {spoken(code) for code in codes} | names | labels


@pytest.mark.parametrize("who", ["M", "P", "A", "C", "O"])
def test_no_title_and_no_address_gives_anything_away(world, told, who):
    client, things = pages.signed_in(pages.people()[PEOPLE[who]]), pages.things_of(world)
    for route in TABLE:
        if "GET" not in route.methods or who not in route.who:
            continue
        answer = pages.asked(client, things.address(route.name, route.about))
        if not dict(answer.headers)["Content-Type"].startswith("text/html"):
            continue  # a file to take along
        text = answer.text
        title = TITLE.search(text)[1].strip()
        assert title.startswith("Fallkonferenz – "), route.name
        assert not re.search(r"\d", title), route.name
        assert not [word for word in told if word in title], route.name
        assert not [url for url in links("/", text) for word in told if word in url], route.name
