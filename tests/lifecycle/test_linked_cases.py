"""Linked cases move together, and each has its own entry in the log."""

import pytest

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import cases, flagging
from fallkonferenz.cases.models import Case, Participation
from fallkonferenz.cases.words import Level, Relationship, State
from fallkonferenz.institutions.kinds import Kind
from tests.audit import reading as audit_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast, given):
    """Two assessed cases of the same person at risk."""
    case = given.flagged(by=cast.police)
    linked = flagging.flag_linked(case, by=cast.police, relationship=Relationship.PARTNERS, **given.referral())
    for each in (case, linked):
        given.admitted(each, cast.biss)
        given.assessed(each, level=Level.HIGH)
    return case, linked


def now_of(case, person):
    with acting_as(person):
        return Case.objects.get(pk=case.pk)


def cases_logged(event):
    return {entry.fields["case"] for entry in audit_log.entries(event)}


def test_each_of_them_has_the_entry_of_a_step_taken_together(given, pair):
    given.convened(pair[0])
    given.held(pair[0])

    for event in ("case.convene", "case.hold"):
        assert cases_logged(event) == {str(each.pk) for each in pair}


def test_when_the_person_at_risk_dies_all_of_them_are_frozen(cast, pair):
    cases.freeze(pair[0], by=cast.case_manager, died_at=clock.now())

    assert all(now_of(each, cast.case_manager).frozen_at for each in pair)
    left = Participation.objects.filter(case__in=[each.pk for each in pair])
    assert set(left.values_list("institution__kind", flat=True)) == {Kind.CASE_MANAGEMENT}
    assert cases_logged("case.freeze") == {str(each.pk) for each in pair}


def test_what_is_frozen_after_closing_stays_readable_for_the_case_management(cast, given):
    case = given.case(at=State.CLOSED)

    cases.freeze(case, by=cast.case_manager, died_at=clock.now())

    kept = Participation.objects.filter(case=case).values_list("institution__kind", "until")
    assert set(kept) == {(Kind.CASE_MANAGEMENT, None)}
