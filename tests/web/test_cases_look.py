"""The screens of a case in a real browser: no barrier axe can see, nothing outside a narrow screen."""

import pytest
from django.urls import reverse

from fallkonferenz.actions import entries, grounds
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from tests.web.test_look import barriers, show

pytestmark = pytest.mark.browser

PAGES = (
    ("start", ()),
    ("case-list", ()),
    ("case-flag", ()),
    ("case-flagged", ("case",)),
    ("case-read", ("case",)),
    ("case-close", ("case",)),
    ("entry-add", ("case",)),
    ("contact-set", ("case",)),
    ("case-freeze", ("case",)),
)


@pytest.fixture
def full(cast, given) -> Case:
    """A case with something of everything."""
    case = given.case(at=State.MEASURES, children=2)
    given.outcomes(case)
    entry = given.entry(case, by=cast.police, section=Section.INCIDENT)
    entries.correct(entry, by=cast.police, text="Berichtigt. " + "Donaudampfschifffahrtsgesellschaft" * 3)
    entries.set_contact(case, by=cast.biss, through=cast.biss.institution, days=["mon", "tue"], never=["letter"])
    given.released(case, Section.INCIDENT, Section.PROTECTION, by=cast.biss, to=cast.case_manager)
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.police)
    grounds.withdraw(case, by=cast.biss, discloser=cast.biss.institution, recipient=cast.police.institution)
    return case


@pytest.mark.parametrize(("name", "args"), PAGES, ids=[name for name, _args in PAGES])
def test_a_page_has_no_barriers_and_fits(page, client, cast, full, name, args):
    client.force_login(cast.case_manager)
    response = client.get(reverse(name, args=[full.pk] if args else []))
    assert response.status_code == 200

    for width in (320, 1280):
        show(page, response.content.decode(), width)

        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_mistakes_of_a_flag_are_where_the_keyboard_is(page, client, cast):
    client.force_login(cast.biss)

    show(page, client.post(reverse("case-flag"), {"release": "on"}).content.decode(), 320)

    assert barriers(page) == []
    assert page.evaluate("document.activeElement.className").endswith("fk-errors")
