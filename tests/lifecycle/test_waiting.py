"""Assessed anew after a further incident, and never without a limit while a case waits for its conference."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import assessing, cases, conferences, flagging
from fallkonferenz.cases.conditions import has_assessment
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import Level, Relationship, State
from fallkonferenz.conferences.models import ConferenceKind, Naming
from tests.given import ASKED, JUDGED

pytestmark = pytest.mark.django_db


def now_of(case, person):
    with acting_as(person):
        return Case.objects.get(pk=case.pk)


def convenes(given, case, conference):
    guests = [given.cast.biss.institution, given.cast.police.institution]
    by = given.cast.case_manager
    return conferences.convene(case, by=by, conference=conference, invited=guests, naming=Naming.BY_NAME, **ASKED)


def test_an_old_assessment_is_none_of_a_further_incident(cast, given):
    case = flagging.reopen(given.case(at=State.CLOSED), by=cast.biss, **given.referral())

    with pytest.raises(NotNow, match=str(has_assessment.reason)):
        cases.assess(case, by=cast.case_manager, **ASKED)


def test_the_same_level_as_before_begins_a_new_wait(cast, given):
    case = given.case(at=State.MEASURES)
    given.outcomes(case)
    cases.close(case, by=cast.case_manager, why="moved", level=Level.HIGH, reasons="Übergabe.", **JUDGED)
    case = flagging.reopen(case, by=cast.biss, **given.referral())

    given.assessed(case, level=Level.HIGH)

    assert now_of(case, cast.case_manager).confer_by > clock.now() + timedelta(days=13)


def test_a_level_that_rose_in_the_conference_has_its_limit_after_calling_off(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    case = given.convened(given.assessed(case, level=Level.MEDIUM))
    assessing.add(case, by=cast.biss, level=Level.ACUTE, reasons="Neue Drohung.", **JUDGED)

    conferences.call_off(case, by=cast.case_manager, reason="Niemand konnte kommen.")

    assert now_of(case, cast.case_manager).confer_by <= clock.now() + timedelta(hours=24)


def test_the_shortest_limit_of_linked_cases_holds_for_all(cast, given):
    case = given.flagged(by=cast.police)
    linked = flagging.flag_linked(case, by=cast.police, relationship=Relationship.PARTNERS, **given.referral())
    for each, level in ((case, Level.HIGH), (linked, Level.ACUTE)):
        given.admitted(each, cast.biss)
        given.assessed(each, level=level)
    in_ten_days = given.planned(kind=ConferenceKind.SCHEDULED, in_hours=240)

    with pytest.raises(NotNow, match="Spontankonferenz"):
        convenes(given, case, in_ten_days)


def test_a_scheduled_conference_that_is_over_takes_no_case(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    given.assessed(case)
    conference = given.planned(kind=ConferenceKind.SCHEDULED, in_hours=1)
    conference.starts_at = clock.now() - timedelta(days=1)

    with pytest.raises(NotNow, match="Spontankonferenz"):
        convenes(given, case, conference)
