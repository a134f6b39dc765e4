"""Whoever flags a known pair joins its case; nothing the case management decided is undone by that."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions import admissions, cases, flagging
from fallkonferenz.cases.models import Participation
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind, Relationship

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(Section, "-")
OWN_INCIDENT = NOTHING | {Section.INCIDENT: "o"}


def joins(given, case, person):
    told = given.referral(named_code=case.code)
    return flagging.flag(by=person, relationship=Relationship.FORMER_PARTNERS, **told)


def views(person, case):
    with acting_as(person):
        return sight_of(person, case).views


def test_a_narrowing_outlives_a_further_referral(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    admissions.narrow(case, by=cast.case_manager, institution=cast.police.institution, views=NOTHING)

    joins(given, case, cast.police)

    assert views(cast.police, case) == OWN_INCIDENT


def test_so_does_the_end_of_an_admission(cast, given):
    case = given.flagged()
    end = clock.now() + timedelta(days=1)
    police = cast.police.institution
    admissions.admit(
        case, by=cast.case_manager, institution=police, basis=GroundKind.PUBLIC_TASK, reasons="Einen Tag.", until=end
    )

    joins(given, case, cast.police)

    assert Participation.objects.get(case=case, institution=police).until == end


def test_whoever_was_sent_away_gets_no_more_than_the_own_incident(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    joins(given, case, cast.police)

    assert views(cast.police, case) == OWN_INCIDENT


def test_until_the_case_management_admits_anew(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    before = views(cast.police, case)
    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)
    joins(given, case, cast.police)

    given.admitted(case, cast.police)

    assert views(cast.police, case) == before


def test_whoever_was_never_admitted_joins_with_the_views_of_the_region(cast, given):
    case = given.flagged()

    joins(given, case, cast.police)

    assert views(cast.police, case)[Section.RISK] == "c"


def test_a_co_signature_is_not_inherited_by_who_refers_next(cast, given):
    case = given.assessed(given.flagged())
    cases.ask_co_signature(case, by=cast.biss)
    cases.co_sign(case, by=cast.case_manager)

    joined = joins(given, case, cast.shelter)

    assert (joined.co_signature_asked_at, joined.co_signed_by, joined.co_signed_at) == (None, None, None)
