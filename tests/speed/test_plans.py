"""What five thousand cases cost: every cell of the list, one case, every search, under the web role and its policies."""

from collections.abc import Iterator

import pytest
from django.db import connection

from bench.generate import ALIKE, VISIBLE, login
from fallkonferenz.access import scope
from fallkonferenz.access.check import allows
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.listing import FLAGGED, LED
from fallkonferenz.access.scope import PAGE, Place
from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions import start
from fallkonferenz.cases.models import Case, Participation
from fallkonferenz.cases.words import State
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.codes import near
from tests.speed.plans import Plan, explained

pytestmark = pytest.mark.usefixtures("many_cases")

PER_LIST, PER_CHECK = 200, 20
GUARDED = {"cases_case", "cases_participation", "cases_casegroupright"}
MANAGEMENT = "bench-00000-0"


def of(visible: int, number: int = 0) -> Person:
    return Person.objects.select_related("institution__region").get(username=login(visible, number))


def rows_of(person: Person, state: str) -> list[Participation]:
    rows = Participation.objects.filter(institution=person.institution_id).order_by("-sort_at", "-case_id")
    return list(rows.filter(state=state) if state else rows)


def place_after(rows: list[Participation], page: int) -> Place | None:
    at = page * PAGE - 1
    return Place(rows[at].sort_at, rows[at].case_id) if 0 <= at < len(rows) - 1 else None


def test_the_connection_is_bound_by_the_policies():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("fk_web", False, False)


@pytest.mark.parametrize("state", ["", *State.values])
@pytest.mark.parametrize("visible", VISIBLE)
def test_a_page_of_the_list_looks_at_two_hundred_buffers_at_most(visible, state):
    for number in range(ALIKE):
        person = of(visible, number)
        rows = rows_of(person, state)
        for plan, looked_at in plans_of_pages(person, rows, state):
            assert looked_at <= PER_LIST, plan
            assert plan.indexes & {"part_list", "part_all"} or len(rows) < PAGE, plan
            assert not plan.read_from_end_to_end & GUARDED, plan


@pytest.mark.parametrize("state", ["", *State.values])
def test_a_page_of_the_case_management_does_too(state):
    """It reads more of each case: who leads it, and whether the own house still assesses it."""
    person = Person.objects.select_related("institution__region").get(username=MANAGEMENT)
    for plan, looked_at in plans_of_pages(person, rows_of(person, state), state):
        assert looked_at <= PER_LIST, plan
        assert not plan.read_from_end_to_end & GUARDED, plan


@pytest.mark.parametrize(
    ("show", "column", "index"), [(LED, "leads", "part_led"), (FLAGGED, "flagging", "part_flagged")]
)
@pytest.mark.parametrize("visible", VISIBLE)
def test_a_page_of_own_cases_does_too(visible, show, column, index):
    """Also where they are few and old, so that a walk along all cases would find them last."""
    for number in range(ALIKE):
        person = of(visible, number)
        rows = [row for row in rows_of(person, "") if getattr(row, column)]
        for plan, looked_at in plans_of_pages(person, rows, show=show):
            assert looked_at <= PER_LIST, plan
            assert index in plan.indexes or len(rows) < PAGE, plan
            assert not plan.read_from_end_to_end & GUARDED, plan


def plans_of_pages(
    person: Person, rows: list[Participation], state: str = "", show: str = ""
) -> Iterator[tuple[Plan, int]]:
    """Of the first pages, and of every fifth down to the end, where the planner knows that few rows are left."""
    pages = -(-len(rows) // PAGE)
    for page in sorted({0, 1, pages - 1, *range(0, pages, 5)}):
        after = place_after(rows, page)
        if after or not page:
            yield plan_of_list(person, state, after, show)


def plan_of_list(person: Person, state: str, after: Place | None, show: str = "") -> tuple[Plan, int]:
    """How the page finds its rows, and the buffers of the whole page, all its statements together."""
    with acting_as(person), explained() as plans:
        scope.case_page(person, state=state, show=show, after=after)
    return plans[0], sum(plan.buffers for plan in plans)


@pytest.mark.parametrize("visible", VISIBLE)
def test_what_a_person_may_do_with_a_case_costs_twenty_buffers(visible):
    person = of(visible)
    case = Case(pk=rows_of(person, State.MEASURES)[0].case_id, state=State.MEASURES)
    with acting_as(person), explained() as plans:
        assert allows(person, "case.read", case)
        assert sight_of(person, case).readable
    [plan] = plans
    assert plan.buffers <= PER_CHECK, plan
    assert not plan.read_from_end_to_end & GUARDED, plan


@pytest.mark.parametrize("visible", VISIBLE)
def test_a_search_by_code_uses_an_index_also_with_a_slip(visible):
    """One code, one that is nobody's, and all that may be meant by a code with a character missing."""
    person = of(visible)
    with acting_as(person):
        code = Case.objects.get(pk=rows_of(person, "")[0].case_id).code
    slips = near("7K2P9M4XT")
    for wanted, found in (([code], 1), (["0000000Z00"], 0), ([*slips, code], 1)):
        with acting_as(person), explained() as plans:
            assert len(scope.case_page(person, codes=wanted).rows) == found
        for plan in plans:
            assert plan.buffers <= PER_LIST, plan
            assert not plan.read_from_end_to_end & GUARDED, plan


def test_a_case_of_others_is_not_found_and_costs_no_more():
    person = of(20)
    own = {row.case_id for row in rows_of(person, "")}
    other = Participation.objects.exclude(case_id__in=own).values_list("case_id", flat=True).first()
    with acting_as(person), explained() as plans:
        assert not scope.cases_visible_to(person).filter(pk=other).exists()
    assert max(plan.buffers for plan in plans) <= PER_CHECK


@pytest.mark.parametrize("visible", VISIBLE)
def test_the_start_page_reads_no_table_from_end_to_end(visible):
    with acting_as(of(visible)), explained() as plans:
        start.overview(by=of(visible))
    assert not set.union(*(plan.read_from_end_to_end for plan in plans)) & GUARDED, "\n".join(map(str, plans))


def test_a_grant_with_four_rights_takes_750_bytes_at_most():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (pg_total_relation_size('cases_participation') + pg_total_relation_size('cases_casegroupright'))"
            " / (SELECT count(*) FROM cases_participation)"
        )
        [bytes_per_grant] = cursor.fetchone()
    assert bytes_per_grant <= 750
