"""Admitting, narrowing, ending, keeping a person out: who may be, who may not, and what is refused with which sentence."""

from datetime import timedelta

import pytest
from django.db import transaction

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import admissions, flagging
from fallkonferenz.cases.models import Admission, Participation
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind, Relationship
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.models import Measure

pytestmark = pytest.mark.django_db

BASIS = {"basis": GroundKind.POLICE_TRANSMISSION, "reasons": "Gefahr."}


def admitted(cast, case, person, **more):
    return admissions.admit(case, by=cast.case_manager, institution=person.institution, **BASIS, **more)


def test_the_history_keeps_who_admitted_whom_on_which_ground_for_how_long(cast, given):
    until = clock.now() + timedelta(days=30)
    case = given.flagged()

    admitted(cast, case, cast.police, until=until)
    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    with acting_as(cast.case_manager):
        first, last = Admission.objects.filter(case=case, institution=cast.police.institution)
    assert (first.act, first.by, first.until, first.basis) == ("admitted", cast.case_manager, until, BASIS["basis"])
    assert "view_risk" in first.rights
    assert (last.act, last.by) == ("withdrawn", cast.case_manager)


@pytest.mark.parametrize("kind", [Kind.FAMILY_COURT, Kind.EQUALITY_OFFICE])
def test_who_judges_or_coordinates_is_never_admitted(cast, given, kind):
    with pytest.raises(NotNow):
        admitted(cast, given.flagged(), cast.of(kind))


def test_somebody_of_another_region_is_not_admitted(cast, given):
    with pytest.raises(NotNow):
        admitted(cast, given.flagged(), cast.far_manager)


def test_nobody_is_admitted_where_nobody_can_sign_in(cast, given):
    case = given.flagged()
    Person.objects.filter(institution=cast.school.institution).update(is_active=False)

    with pytest.raises(NotNow):
        admitted(cast, case, cast.school)


def test_an_admission_ends_by_itself_at_the_minute(cast, given):
    case = given.flagged()
    admitted(cast, case, cast.police, until=clock.now() + timedelta(days=1))

    with acting_as(cast.police):
        assert Participation.objects.live().filter(case=case, institution=cast.police.institution).exists()
        with clock.at(clock.now() + timedelta(days=1)):
            assert not Participation.objects.live().filter(case=case, institution=cast.police.institution).exists()


@pytest.mark.parametrize("more", [{"narrow": {Section.RISK: "-"}}, {"until": clock.now()}], ids=["narrowed", "ended"])
def test_the_case_management_is_neither_narrowed_nor_limited_by_admitting_it_anew(cast, given, more):
    with pytest.raises(NotNow):
        admitted(cast, given.flagged(), cast.case_manager, **more)


def test_the_case_management_neither_leaves_nor_is_narrowed(cast, given):
    case, own = given.flagged(), cast.case_manager.institution

    for act, more in ((admissions.withdraw, {}), (admissions.narrow, {"views": {Section.RISK: "-"}})):
        with pytest.raises(NotNow), transaction.atomic():
            act(case, by=cast.case_manager, institution=own, **more)


def test_who_owes_a_measure_is_put_out_at_once_and_the_measure_is_not_lost(cast, given):
    case = given.case(at="measures")

    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    with acting_as(cast.police):
        assert not Measure.objects.filter(case=case).exists()
    with acting_as(cast.case_manager):
        assert Measure.objects.filter(case=case, responsible=cast.police.institution).open().exists()


def test_nobody_locks_themselves_out(cast, given):
    with pytest.raises(NotNow):
        admissions.exclude(given.flagged(), by=cast.case_manager, person=cast.case_manager)


def test_who_takes_no_part_need_not_be_excluded(cast, given):
    with pytest.raises(NotNow):
        admissions.exclude(given.flagged(), by=cast.case_manager, person=cast.school)


def test_an_excluded_person_does_not_come_back_by_naming_the_code(cast, given):
    """As for everybody else whose code leads nowhere: the same sentence, and nothing is left behind."""
    case = given.case()
    deputy = cast.named("police-a-deputy")
    admissions.exclude(case, by=cast.case_manager, person=deputy)
    told = {"relationship": Relationship.PARTNERS, **given.referral()}

    with pytest.raises(NotNow) as excluded, transaction.atomic():
        flagging.flag(by=deputy, named_code=case.code, **told)
    with pytest.raises(NotNow) as unknown, transaction.atomic():
        flagging.flag(by=deputy, named_code="XXXXXXXXXX", **told)

    assert excluded.value.sentence == unknown.value.sentence.replace("XXXXXXXXXX", case.code)
