"""Conferences at the screen: planned, convened, answered, recorded afterwards, and the measures agreed in them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import conferences
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import Level, State
from fallkonferenz.conferences.models import (
    AgendaItem,
    Answer,
    Attendance,
    Conference,
    ConferenceKind,
    ItemOutcome,
    Mode,
    Naming,
)
from tests.audit import reading as audit_log
from tests.given import ASKED


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def state_of(case, by):
    with acting_as(by):
        return Case.objects.get(pk=case.pk).state


def invitation(case, person):
    return Attendance.objects.get(item__case=case, institution=person.institution)


def convening(cast, **typed):
    told = {"invited": [cast.biss.institution_id, cast.police.institution_id], "naming": Naming.BY_NAME, **ASKED}
    return {**told, "mode": Mode.PHONE, "starts_at": local(clock.now() + timedelta(hours=3)), **typed}


def planning(**typed):
    begins = local(clock.now() + timedelta(days=3))
    return {"kind": ConferenceKind.SCHEDULED, "mode": Mode.IN_PERSON, "starts_at": begins, **typed}


@pytest.fixture
def convened(given):
    return given.case(at=State.CONFERENCE)


@pytest.fixture
def meeting(convened):
    return Conference.objects.get(items__case=convened)


def test_the_case_manager_plans_a_conference(cast, sends):
    people = {"chair": cast.case_manager.pk, "minute_taker": cast.named("case_management-a-deputy").pk}
    answer = sends(cast.case_manager, "conference-plan", **planning(**people))

    planned = Conference.objects.get()
    assert answer.url == reverse("conference-read", args=[planned.pk])
    assert planned.chair == cast.case_manager


def test_chair_and_minute_taker_are_two_people(cast, sends):
    one = {"chair": cast.case_manager.pk, "minute_taker": cast.case_manager.pk}
    refused = sends(cast.case_manager, "conference-plan", **planning(**one))

    assert refused.status_code == 422
    assert "zwei" in refused.context["form"].errors["minute_taker"][0]


def test_a_scheduled_conference_lies_ahead(cast, sends):
    past = local(clock.now() - timedelta(hours=1))

    assert sends(cast.case_manager, "conference-plan", **planning(starts_at=past)).status_code == 422


def test_a_professional_plans_no_conference(cast, opens, sends):
    assert opens(cast.biss, "conference-plan").status_code == 403
    assert sends(cast.biss, "conference-plan", **planning()).status_code == 403


def test_the_list_shows_conferences_of_own_cases_only(meeting, cast, opens):
    address = reverse("conference-read", args=[meeting.pk])

    assert address in opens(cast.police, "conference-list").content.decode()
    assert address in opens(cast.case_manager, "conference-list").content.decode()
    assert address not in opens(cast.stranger, "conference-list").content.decode()
    assert address not in opens(cast.far_manager, "conference-list").content.decode()


def test_a_conference_shows_visible_items_only(meeting, convened, given, cast, opens):
    other = given.flagged(by=cast.stranger)
    given.admitted(other, cast.shelter)
    given.assessed(other)
    guests = [cast.stranger.institution, cast.shelter.institution]
    conferences.convene(
        other, by=cast.case_manager, conference=meeting, invited=guests, naming=Naming.ANONYMOUS, **ASKED
    )

    page = opens(cast.police, "conference-read", meeting.pk)

    assert str(convened) in page.content.decode()
    assert str(other) not in page.content.decode()
    assert cast.shelter.institution.name not in page.content.decode()
    assert audit_log.last("conference.read").fields["details"] == {"cases": [convened.code]}


def test_a_conference_of_strangers_does_not_exist(meeting, cast, opens):
    assert opens(cast.stranger, "conference-read", meeting.pk).status_code == 404
    assert opens(cast.far_manager, "conference-read", meeting.pk).status_code == 404


def test_who_is_invited_is_known_to_those_invited(meeting, convened, given, cast, opens):
    given.admitted(convened, cast.school)
    guest = cast.police.institution.name

    assert guest in opens(cast.biss, "conference-read", meeting.pk).content.decode()
    assert guest not in opens(cast.school, "conference-read", meeting.pk).content.decode()


def test_a_conference_costs_as_many_queries_with_many_items(meeting, given, cast, opens, django_assert_max_num_queries):
    opens(cast.case_manager, "conference-read", meeting.pk)
    with django_assert_max_num_queries(40) as one:
        opens(cast.case_manager, "conference-read", meeting.pk)
    for _each in range(2):
        case = given.case(at=State.ASSESSED)
        guests = [cast.biss.institution, cast.police.institution]
        conferences.convene(
            case, by=cast.case_manager, conference=meeting, invited=guests, naming=Naming.BY_NAME, **ASKED
        )

    with django_assert_max_num_queries(len(one.captured_queries)):
        opens(cast.case_manager, "conference-read", meeting.pk)


def test_an_ad_hoc_conference_is_planned_and_convened_with_one_button(given, cast, sends):
    case = given.case(at=State.ASSESSED)
    answer = sends(cast.case_manager, "case-convene", case.pk, **convening(cast))

    assert answer.url == reverse("case-read", args=[case.pk])
    assert state_of(case, cast.case_manager) == State.CONFERENCE
    assert Conference.objects.get().kind == ConferenceKind.AD_HOC


def test_a_planned_conference_can_be_chosen(given, cast, opens, sends):
    case, planned = given.case(at=State.ASSESSED), given.planned(kind=ConferenceKind.SCHEDULED, in_hours=48)
    assert str(planned.pk) in opens(cast.case_manager, "case-convene", case.pk).content.decode()

    sends(cast.case_manager, "case-convene", case.pk, **convening(cast, conference=planned.pk, mode="", starts_at=""))

    assert AgendaItem.objects.get(case=case).conference == planned


def test_a_refused_convening_leaves_no_conference_behind(given, cast, sends):
    case = given.case(at=State.ASSESSED)
    refused = sends(cast.case_manager, "case-convene", case.pk, **convening(cast, invited=[cast.biss.institution_id]))

    assert refused.status_code == 409
    assert refused.context["form"].non_field_errors()
    assert not Conference.objects.exists()


def test_convening_says_what_is_missing(given, cast, sends):
    case = given.case(at=State.ASSESSED)
    refused = sends(cast.case_manager, "case-convene", case.pk, **convening(cast, mode="", starts_at="", invited=[]))

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"mode", "starts_at", "invited"}


def test_a_case_that_cannot_wait_is_told_so(given, cast, opens, sends):
    case = given.flagged()
    given.admitted(case, cast.police)
    given.assessed(case, level=Level.ACUTE)
    late = given.planned(kind=ConferenceKind.SCHEDULED, in_hours=72)

    assert "kern-alert--warning" in opens(cast.case_manager, "case-convene", case.pk).content.decode()
    refused = sends(cast.case_manager, "case-convene", case.pk, **convening(cast, conference=late.pk))

    assert refused.status_code == 409
    assert state_of(case, cast.case_manager) == State.ASSESSED


def test_only_the_case_management_convenes(given, cast, opens):
    case = given.case(at=State.ASSESSED)

    assert opens(cast.biss, "case-convene", case.pk).status_code == 403
    assert opens(cast.stranger, "case-convene", case.pk).status_code == 404


def test_a_telephone_conference_is_recorded_afterwards(given, cast, opens, sends):
    case = given.case(at=State.ASSESSED)
    past = local(clock.now() - timedelta(hours=2))

    answer = sends(cast.case_manager, "case-convene", case.pk, **convening(cast, starts_at=past))
    assert answer.url == reverse("case-hold", args=[case.pk])

    page = opens(cast.case_manager, "case-hold", case.pk).content.decode()
    assert cast.police.institution.name in page
    answer = sends(cast.case_manager, "case-hold", case.pk, **held(cast))

    assert answer.url == reverse("case-agree_measures", args=[case.pk])
    assert invitation(case, cast.police).person == cast.police


def held(cast, **typed):
    police, biss = cast.police.institution_id, cast.biss.institution_id
    return {"heard": "yes", f"came_{police}": "on", f"who_{police}": cast.police.pk, f"came_{biss}": "on", **typed}


def test_the_persons_view_is_spoken_by_somebody(convened, cast, sends):
    refused = sends(cast.case_manager, "case-hold", convened.pk, **held(cast, person_view="Kein Frauenhaus."))

    assert refused.status_code == 422
    assert "view_by" in refused.context["form"].errors
    assert "Kein Frauenhaus." in refused.content.decode()


def test_a_case_that_was_not_heard_says_why_and_can_be_convened_again(convened, cast, opens, sends):
    assert sends(cast.case_manager, "case-hold", convened.pk, heard="no").status_code == 422

    sends(cast.case_manager, "case-hold", convened.pk, heard="no", reason="Zeit reichte nicht.")
    assert AgendaItem.objects.get(case=convened).outcome == ItemOutcome.NOT_HEARD
    assert opens(cast.case_manager, "case-hold", convened.pk).status_code == 409

    sends(cast.case_manager, "case-call_off", convened.pk, reason="Auf die nächste übertragen.")
    assert state_of(convened, cast.case_manager) == State.ASSESSED


def test_a_conference_is_called_off_with_its_reason(convened, cast, opens, sends):
    assert opens(cast.case_manager, "case-call_off", convened.pk).status_code == 200
    assert sends(cast.case_manager, "case-call_off", convened.pk).status_code == 422

    sends(cast.case_manager, "case-call_off", convened.pk, reason="Polizei verhindert.")
    assert state_of(convened, cast.case_manager) == State.ASSESSED


def test_a_professional_records_nothing(convened, cast, opens):
    assert opens(cast.police, "case-hold", convened.pk).status_code == 403
    assert opens(cast.stranger, "case-hold", convened.pk).status_code == 404


def test_an_institution_answers_for_itself(convened, meeting, cast, opens, sends):
    place = invitation(convened, cast.police)
    assert (
        reverse("conference-answer", args=[place.pk])
        in opens(cast.police, "conference-read", meeting.pk).content.decode()
    )

    answer = sends(cast.police, "conference-answer", place.pk, answer=Answer.APOLOGISED)

    assert answer.url == reverse("conference-read", args=[meeting.pk])
    assert invitation(convened, cast.police).answer == Answer.APOLOGISED


def test_a_deputy_is_named_by_name(convened, cast, sends):
    place, deputy = invitation(convened, cast.police), cast.named("police-a-deputy")
    assert sends(cast.police, "conference-answer", place.pk, answer="deputise").status_code == 422

    sends(cast.police, "conference-answer", place.pk, answer="deputise", deputy=deputy.pk)

    assert invitation(convened, cast.police).person == deputy


def test_nobody_answers_for_another_institution(convened, cast, opens):
    place = invitation(convened, cast.police)

    assert opens(cast.biss, "conference-answer", place.pk).status_code == 404
    assert opens(cast.stranger, "conference-answer", place.pk).status_code == 404


def test_after_the_recording_no_answer_is_taken(convened, given, cast, sends):
    given.held(convened)
    refused = sends(cast.police, "conference-answer", invitation(convened, cast.police).pk, answer=Answer.ACCEPTED)

    assert refused.status_code == 409
    assert invitation(convened, cast.police).answer == Answer.ATTENDED


def test_a_written_contribution_is_for_its_institution_and_the_case_management(convened, meeting, cast, opens, sends):
    sends(cast.police, "conference-contribute", invitation(convened, cast.police).pk, text="Termin frei ab T+14.")

    for reader, reads in ((cast.police, True), (cast.case_manager, True), (cast.biss, False)):
        assert ("Termin frei" in opens(reader, "conference-read", meeting.pk).content.decode()) is reads


def test_agreeing_measures_says_what_is_missing_and_leads_to_it(convened, given, cast, opens):
    given.held(convened)

    page = opens(cast.case_manager, "case-agree_measures", convened.pk)

    assert page.status_code == 200
    assert reverse("measure-add", args=[convened.pk]) in page.content.decode()
    assert page.context["missing"]


def test_measures_are_agreed_with_a_lead(convened, given, cast, opens, sends):
    given.held(convened)
    given.measure(convened)
    given.measure(convened, responsible=cast.biss, tells_person=True, what="Sagen, was vereinbart ist.")
    assert "Sagen, was vereinbart ist." in opens(cast.case_manager, "case-agree_measures", convened.pk).content.decode()

    assert sends(cast.case_manager, "case-agree_measures", convened.pk).status_code == 422
    sends(cast.case_manager, "case-agree_measures", convened.pk, lead=cast.biss.institution_id, **ASKED)

    assert state_of(convened, cast.case_manager) == State.MEASURES


def test_a_professional_does_not_agree_measures(convened, cast, opens):
    assert opens(cast.biss, "case-agree_measures", convened.pk).status_code == 403


def test_a_follow_up_conference_is_convened_from_running_measures(given, cast, opens, sends):
    case = given.case(at=State.MEASURES)
    assert opens(cast.case_manager, "case-follow_up", case.pk).status_code == 200

    sends(cast.case_manager, "case-follow_up", case.pk, **convening(cast))

    assert state_of(case, cast.case_manager) == State.CONFERENCE
