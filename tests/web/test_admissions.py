"""Who sees a case and why, and what the case management changes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions
from fallkonferenz.cases.models import Exclusion, Participation, Telling
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind, State
from tests.audit import reading as audit_log


def text_of(response):
    return response.content.decode()


def admitting(**typed):
    return {"basis": GroundKind.POLICE_TRANSMISSION, "reasons": "Gefahr für Leib und Leben.", **typed}


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


@pytest.fixture
def posts(client):
    """To an address with a query of its own."""

    def post(person, address, **typed):
        client.force_login(person)
        return client.post(address, typed)

    return post


def admit_address(case, institution):
    return reverse("admission-admit", args=[case.pk], query={"institution": institution.pk})


def test_the_page_says_who_sees_what_and_why(case, given, cast, opens):
    page = text_of(opens(cast.case_manager, "case-sight", case.pk))

    assert cast.police.institution.name in page
    assert cast.police.name in page
    assert "Gefahr für Leib und Leben." in page  # the reasons of the admission
    assert cast.shelter.institution.name not in page
    assert audit_log.last().event == "case.sight"


def test_only_the_case_management_looks_at_it(case, cast, opens):
    assert opens(cast.biss, "case-sight", case.pk).status_code == 403
    assert opens(cast.stranger, "case-sight", case.pk).status_code == 404
    assert opens(cast.coordinator, "case-sight", case.pk).status_code == 404


def test_it_costs_as_many_queries_with_many_institutions(case, given, cast, opens, django_assert_max_num_queries):
    opens(cast.case_manager, "case-sight", case.pk)
    with django_assert_max_num_queries(40) as few:
        opens(cast.case_manager, "case-sight", case.pk)
    given.admitted(case, cast.youth, cast.clinic, cast.school)
    given.released(case, Section.INCIDENT, Section.VICTIM, by=cast.biss, to=cast.clinic)

    with django_assert_max_num_queries(len(few.captured_queries)):
        opens(cast.case_manager, "case-sight", case.pk)


def test_it_names_the_grounds_that_open_something(case, given, cast, opens):
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.police)
    given.released(case, Section.VICTIM, by=cast.biss, to=cast.police)  # the police never reads that

    page = opens(cast.case_manager, "case-sight", case.pk)

    police = next(row for row in page.context["sight"].institutions if row.institution == cast.police.institution)
    assert len(police.opened_by) == 1


def test_an_admission_begins_with_whom_and_shows_what_would_be_seen(case, cast, opens):
    first = text_of(opens(cast.case_manager, "admission-admit", case.pk))
    assert cast.clinic.institution.name in first
    assert f'value="{cast.police.institution_id}"' not in first  # is admitted already

    page = opens(cast.case_manager, "admission-admit", case.pk, institution=cast.clinic.institution_id)
    assert page.context["views"]
    assert "view_health" in text_of(page)
    assert "view_legal" not in text_of(page)  # does not exist for a clinic, so it cannot be granted


def test_an_institution_is_admitted_on_a_ground(case, cast, posts, opens):
    until = (clock.today() + timedelta(days=90)).isoformat()
    answer = posts(cast.case_manager, admit_address(case, cast.clinic.institution), **admitting(until=until))

    assert answer.url == reverse("case-sight", args=[case.pk])
    assert opens(cast.clinic, "case-read", case.pk).status_code == 200
    with acting_as(cast.case_manager):
        made = Participation.objects.get(case=case, institution=cast.clinic.institution)
    assert timezone.localtime(made.until).date().isoformat() == until


def test_an_admission_can_be_narrower_than_the_table_never_wider(case, cast, posts, opens):
    address = admit_address(case, cast.clinic.institution)
    assert posts(cast.case_manager, address, **admitting(view_risk="c")).status_code == 422

    posts(cast.case_manager, address, **admitting(view_risk="-", view_victim="-"))

    sight = opens(cast.case_manager, "case-sight", case.pk).context["sight"]
    clinic = next(row for row in sight.institutions if row.institution == cast.clinic.institution)
    assert clinic.row.views[Section.RISK] == "-"
    assert clinic.narrowed


def test_an_admission_says_what_is_missing_and_loses_nothing(case, cast, posts):
    refused = posts(cast.case_manager, admit_address(case, cast.clinic.institution), reasons="Behandelt seit gestern.")

    assert refused.status_code == 422
    assert "basis" in refused.context["form"].errors
    assert "Behandelt seit gestern." in text_of(refused)


def test_an_admission_to_a_day_gone_by_is_refused(case, cast, posts):
    refused = posts(cast.case_manager, admit_address(case, cast.clinic.institution), **admitting(until="2026-11-22"))

    assert refused.status_code == 422
    assert refused.context["form"].errors == {"until": ["Dieser Tag ist vorbei."]}


@pytest.mark.parametrize("kind", ["family_court", "equality_office"])
def test_courts_and_equality_offices_cannot_be_chosen(case, cast, posts, opens, kind):
    never = cast.of(kind).institution

    assert never.name not in text_of(opens(cast.case_manager, "admission-admit", case.pk))
    assert posts(cast.case_manager, admit_address(case, never), **admitting()).status_code == 422


def test_a_professional_admits_nobody(case, cast, posts, opens):
    assert opens(cast.biss, "admission-admit", case.pk).status_code == 403
    assert posts(cast.biss, admit_address(case, cast.clinic.institution), **admitting()).status_code == 403
    assert posts(cast.stranger, admit_address(case, cast.clinic.institution), **admitting()).status_code == 404


def test_the_sight_of_an_institution_is_narrowed_at_once(case, cast, opens, sends):
    police = cast.police.institution_id
    assert opens(cast.case_manager, "admission-narrow", case.pk, police).status_code == 200

    views = {f"view_{section}": "-" for section in ("risk", "answers", "children", "endangering", "legal", "measures")}
    sends(cast.case_manager, "admission-narrow", case.pk, police, view_incident="r", **views)

    sight = opens(cast.case_manager, "case-sight", case.pk).context["sight"]
    row = next(row for row in sight.institutions if row.institution.pk == police)
    assert row.row.views[Section.INCIDENT] == "r"
    assert row.row.views[Section.RISK] == "-"


def test_an_admission_ends_with_the_next_request(case, cast, opens, sends):
    assert opens(cast.case_manager, "admission-withdraw", case.pk, cast.police.institution_id).status_code == 200
    sends(cast.case_manager, "admission-withdraw", case.pk, cast.police.institution_id)

    assert opens(cast.police, "case-read", case.pk).status_code == 404


def test_the_case_management_stays(case, cast, sends):
    refused = sends(cast.case_manager, "admission-withdraw", case.pk, cast.case_manager.institution_id)

    assert refused.status_code == 409


def test_changes_of_who_is_not_admitted_do_not_exist(case, cast, opens):
    assert opens(cast.case_manager, "admission-narrow", case.pk, cast.clinic.institution_id).status_code == 404
    assert opens(cast.biss, "admission-narrow", case.pk, cast.clinic.institution_id).status_code == 403
    assert opens(cast.biss, "admission-narrow", case.pk, cast.police.institution_id).status_code == 403


def test_an_excluded_person_sees_nothing_until_included_again(case, cast, opens, sends):
    deputy = cast.named("police-a-deputy")
    sends(cast.case_manager, "admission-exclude", case.pk, person=deputy.pk)
    assert opens(deputy, "case-read", case.pk).status_code == 404
    assert opens(cast.police, "case-read", case.pk).status_code == 200
    assert deputy.name in text_of(opens(cast.case_manager, "case-sight", case.pk))

    sends(cast.case_manager, "admission-include", case.pk, deputy.pk)

    assert opens(deputy, "case-read", case.pk).status_code == 200


def test_who_is_not_excluded_cannot_be_included(case, cast, sends):
    assert sends(cast.case_manager, "admission-include", case.pk, cast.police.pk).status_code == 404
    assert sends(cast.biss, "admission-include", case.pk, cast.police.pk).status_code == 403


def test_an_exclusion_can_be_of_people_at_this_table_only(case, cast, sends):
    assert sends(cast.case_manager, "admission-exclude", case.pk, person=cast.shelter.pk).status_code == 422
    with acting_as(cast.case_manager):
        assert not Exclusion.objects.exists()


def test_it_is_recorded_who_was_told_who_is_meant(case, cast, opens, sends):
    told = {"institution": cast.police.institution_id, "person": cast.police.pk, "kind": GroundKind.VITAL_INTERESTS}
    at = timezone.localtime(clock.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    sends(cast.case_manager, "identity-tell", case.pk, told_at=at, **told)

    assert Telling.objects.get().person == cast.police
    assert sends(cast.biss, "identity-tell", case.pk, told_at=at, **told).status_code == 403


def test_a_telling_fits_the_institution(case, cast, sends):
    told = {"institution": cast.biss.institution_id, "person": cast.police.pk, "kind": GroundKind.RELEASE}
    refused = sends(cast.case_manager, "identity-tell", case.pk, told_at="2026-01-01T10:00", **told)

    assert refused.status_code == 422
    assert "person" in refused.context["form"].errors


def test_the_history_stays_when_an_admission_has_ended(case, cast, opens):
    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    page = opens(cast.case_manager, "case-sight", case.pk)

    assert cast.police.institution in [row[1] for row in page.context["sight"].history]
