"""What it takes to admit and to end, and that rights and list never drift from the admissions they belong to."""

import pytest
from django.db import connection

from fallkonferenz.access import grants
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions import admissions, cases
from fallkonferenz.cases.models import CaseGroupRight, Participation
from fallkonferenz.cases.words import Closing, State
from tests.speed.counting import counted
from tests.support import beyond_row_security

BESIDES_THE_PARTICIPATION = 5


@pytest.fixture
def case(given):
    return given.case(at=State.CONFERENCE)


def test_an_admission_takes_five_statements_besides_the_participation(cast, case):
    """Whatever its number of rights: they go in by one."""
    house = cast.shelter.institution
    with acting_as(cast.case_manager), counted() as said:
        grants.admit(case, house, by=cast.case_manager, reasons="Wird gebraucht.")

    participation = [
        each for each in said if 'FROM "cases_participation"' in each or 'INTO "cases_participation' in each
    ]
    assert len(participation) == 2  # is it there already, and the row itself
    assert len(said) - len(participation) <= BESIDES_THE_PARTICIPATION, "\n".join(said)
    assert CaseGroupRight.objects.filter(content_object=case, group=cast.shelter.institution_id).count() > 4


def test_an_end_takes_one_statement_and_its_line_in_the_history(cast, case):
    house = cast.police.institution
    with acting_as(cast.case_manager), counted() as said:
        grants.withdraw(case, house, by=cast.case_manager)

    assert [each.partition(" ")[0] for each in said] == ["DELETE", "INSERT"]
    assert not CaseGroupRight.objects.filter(content_object=case, group=cast.police.institution_id).exists()


def test_a_right_is_held_once_and_is_one_of_cases(cast, case):
    """Django names a right to see rows of incidents like ours to see the section."""
    held = CaseGroupRight.objects.filter(content_object=case, group=cast.biss.institution_id)
    assert set(held.values_list("permission__content_type__model", flat=True)) == {"case"}


def test_nothing_drifts_through_admissions_withdrawals_and_closings(cast, given, case):
    given.admitted(case, cast.shelter, cast.youth)
    admissions.withdraw(case, by=cast.case_manager, institution=cast.shelter.institution)
    given.closed(given.measures_agreed(given.held(case)))
    given.admitted(given.case(at=State.MEASURES), cast.clinic)
    cases.dismiss(given.flagged(), by=cast.case_manager, why="error", reasons="Versehen.")
    led = given.case(at=State.MEASURES)
    admissions.withdraw(led, by=cast.case_manager, institution=cast.biss.institution)
    given.admitted(led, cast.biss)

    with beyond_row_security():
        assert Participation.objects.filter(case__closing=Closing.MOVED).exists()
        assert Participation.objects.filter(case=led, leads=True).exists()
        assert orphans() == drifted() == 0


def orphans() -> int:
    return _one("""
        SELECT count(*) FROM cases_casegroupright r LEFT JOIN cases_participation p
        ON (p.institution_id, p.case_id) = (r.group_id, r.content_object_id) WHERE p.id IS NULL
    """)


def drifted() -> int:
    return _one("""
        SELECT count(*) FROM cases_participation p JOIN cases_case c ON c.id = p.case_id
        WHERE p.state <> c.state OR p.sort_at <> c.state_since
        OR p.leads <> (c.lead_id IS NOT DISTINCT FROM p.institution_id)
    """)


def _one(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_what_somebody_else_did_within_a_frame_is_not_missed(cast, case):
    with acting_as(cast.police):
        assert sight_of(cast.police, case).readable
        admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

        assert not sight_of(cast.police, case).readable
