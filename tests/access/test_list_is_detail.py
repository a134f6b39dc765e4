"""Every person x every case: in the list, to be opened, visible to a query. The three never differ."""

import pytest

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.access.scope import case_or_404, case_page, cases_visible_to
from fallkonferenz.actions import seeing
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import State
from fallkonferenz.institutions.models import Person
from tests.support import beyond_row_security
from tests.world import OTHER, SHARED

pytestmark = pytest.mark.django_db


def listed(person, **filters):
    """Keys of all pages of the list, in its order."""
    found, page = [], case_page(person, **filters)
    while True:
        found += [str(row.case_id) for row in page.rows]
        if page.next is None:
            return found
        page = case_page(person, **filters, after=page.next)


def opened(person, key):
    try:
        return case_or_404(person, key) is not None
    except NotVisible:
        return False


def every_case():
    with beyond_row_security():
        return {str(key): state for key, state in Case.objects.values_list("pk", "state")}


def test_a_case_is_listed_if_and_only_if_it_can_be_opened(world):
    cases = every_case()
    for person in Person.objects.select_related("institution__region"):
        with acting_as(person):
            in_list = listed(person)
            can_be_opened = {key for key in cases if opened(person, key)}
            visible = {str(key) for key in cases_visible_to(person).values_list("pk", flat=True)}
        assert len(in_list) == len(set(in_list))
        assert set(in_list) == can_be_opened == visible, person.username
        expected = {
            key for name, key in world.cases.items() if name in (SHARED, OTHER) and world.takes_part(person, name)
        }
        assert visible & {world.cases[SHARED], world.cases[OTHER]} == expected, person.username


def test_a_filter_only_leaves_out(world, cast):
    cases = every_case()
    for person in (cast.police, cast.biss, cast.case_manager, cast.stranger, cast.administrator):
        with acting_as(person):
            everything = listed(person)
            for state in State:
                assert listed(person, state=state) == [key for key in everything if cases[key] == state]


def test_a_code_finds_a_case_only_for_those_who_see_it_and_only_as_a_whole(world, cast):
    with acting_as(cast.police):
        code = Case.objects.get(pk=world.cases[SHARED]).code
        assert listed(cast.police, codes=[code]) == [world.cases[SHARED]]
        for part in (code[:4], code[:-1], code[1:], f"{code}%", "%", "_" * len(code)):
            assert listed(cast.police, codes=[part]) == []
    with acting_as(cast.stranger):
        assert listed(cast.stranger, codes=[code]) == []


def test_each_institution_is_said_to_see_what_it_sees(world, cast):
    """ "Who sees what" is answered by the same rights: compared with what each finds when it looks."""
    with acting_as(cast.case_manager):
        case = case_or_404(cast.case_manager, world.cases[SHARED])
    page = seeing.who_sees(case, by=cast.case_manager)

    named = {row.institution.name for row in page.rows}
    takes_part = {
        person.institution.name
        for person in Person.objects.exclude(institution=None).select_related("institution")
        if world.takes_part(person, SHARED)
    }
    assert named == takes_part
    for row in page.rows:
        assert {person.pk for person in row.people} == {
            person.pk
            for person in row.institution.people.select_related("institution")
            if world.takes_part(person, SHARED)
        }
