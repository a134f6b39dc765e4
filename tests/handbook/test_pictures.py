"""The pictures of the handbooks are made by this test, are used, and show the screens as they are."""

import os
import re

import pytest

from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person
from tests import stories
from tests.handbook.pictures import FOLDER, PICTURES, Picture, made_from, record, recorded, take
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, TABLE
from tests.screens.looking import browsing
from tests.screens.plan import Visit
from tests.screens.test_every_screen import address
from tests.support import beyond_row_security

MAKING = "FALLKONFERENZ_PICTURES" in os.environ
PNG = b"\x89PNG\r\n\x1a\n"
ROUTES = {route.name: route for route in TABLE}


@pytest.fixture
def demo(django_db_setup: None, transactional_db: None) -> None:
    stories.swap_in()


@pytest.mark.browser
def test_every_picture_can_be_made(browser, live_server, demo, tmp_path):
    """Into a folder of the test; ``make pictures`` puts them where they belong."""
    with beyond_row_security():
        code = Case.objects.order_by("opened_at").first().code
    for picture in PICTURES:
        person = Person.objects.get(username=picture.login)
        to = picture.file if MAKING else tmp_path / picture.file.name
        with browsing(browser, live_server.url, person, picture.look) as page:
            take(page, live_server.url, picture, to, code=code)
        assert to.read_bytes().startswith(PNG)


def test_no_picture_is_stale(shown):
    now = {picture.name: fingerprint(picture, shown) for picture in PICTURES}
    if MAKING:
        record(now)
    stale = [name for name in now if recorded().get(name) != now[name]]
    assert stale == [], "make pictures, look at them, commit them"


def fingerprint(picture: Picture, world) -> str:
    visit = Visit(ROUTES[picture.screen], picture.who)
    client = pages.signed_in(Person.objects.get(username=PEOPLE[picture.who]))
    return made_from(client, address(visit, pages.things_of(world), world), picture.parts)


def test_every_picture_is_there_and_every_one_is_used():
    there = {path.name for path in FOLDER.glob("*.png")}
    documents = [*FOLDER.parent.rglob("*.md"), FOLDER.parents[1] / "README.md"]
    used = {name for each in documents for name in re.findall(r"pictures/([\w-]+\.png)", each.read_text())}
    assert {picture.file.name for picture in PICTURES} == there == used
