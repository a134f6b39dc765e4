"""Flagging through the screen: two minutes, no names, a code at the end."""

import pytest
from django.urls import reverse

from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import reading
from fallkonferenz.cases.models import Case, Ground, Referral
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from fallkonferenz.vault.codes import spelling
from tests.audit import reading as audit_log
from tests.support import beyond_row_security

FLAG = "/cases/flag/"
TOLD = {
    "relationship": "former_partners",
    "grounds": ["judgement"],
    "happened_at": "2026-11-20T22:30",
    "account": "Bedrohung nach der Trennung.",
    "source": "told",
    "person_knows": "yes",
    "children": "2",
}
RELEASE = {
    "release": "on",
    "release_given_by": "person",
    "release_form": "written",
    "release_sections": ["incident", "risk"],
    "release_expires_at": "2027-05-31",
}


def flags(client, person, **more):
    client.force_login(person)
    return client.post(FLAG, {**TOLD, **more})


def case_of(response) -> Case:
    with beyond_row_security():
        return Case.objects.get(pk=response.url.split("/")[2])


def test_a_flag_ends_with_a_code_to_read_aloud(client, cast):
    response = flags(client, cast.biss)
    case = case_of(response)
    page = client.get(response.url).content.decode()

    assert response.status_code == 302
    assert str(case) in page
    assert "110" in page
    assert cast.biss.name not in page.partition("<main")[2]
    assert audit_log.entries("case.flag")


def test_the_page_names_every_character_of_the_code(client, cast):
    response = flags(client, cast.police)
    page = client.get(response.url).content.decode()

    words = spelling(case_of(response).code)
    assert " · ".join(words[:4]) in page
    assert " · ".join(words[8:]) in page


def test_the_flagged_children_are_parties(client, cast):
    case = case_of(flags(client, cast.youth))

    with acting_as(cast.case_manager):
        assert case.parties.count() == 4


def test_who_types_for_another_institution_leaves_it_to_be_confirmed(client, cast):
    case = case_of(flags(client, cast.case_manager, on_behalf_of=cast.clinic.institution_id))

    with acting_as(cast.case_manager):
        referral = Referral.objects.get(case=case)
    assert referral.institution == cast.clinic.institution
    assert referral.is_to_be_confirmed


def test_a_court_is_not_among_those_one_types_for(client, cast):
    client.force_login(cast.case_manager)

    assert "family_court a" not in client.get(FLAG).content.decode()


def test_without_a_release_the_case_management_does_not_read_the_account(client, cast):
    case = case_of(flags(client, cast.biss))

    assert reading.case_file(case, by=cast.case_manager).entries == []


def test_a_release_given_at_once_opens_the_account_to_the_case_management(client, cast):
    case = case_of(flags(client, cast.biss, **RELEASE))
    entries = reading.case_file(case, by=cast.case_manager).entries

    assert [opened.texts["text"] for opened in entries] == [TOLD["account"]]
    with acting_as(cast.biss):
        grounds = Ground.objects.filter(case=case)
        assert {ground.section for ground in grounds} == {Section.INCIDENT, Section.RISK}
        assert all(ground.expires_at.astimezone().year == 2027 for ground in grounds)


def test_half_a_release_is_asked_for_and_nothing_is_lost(client, cast):
    response = flags(client, cast.biss, **RELEASE | {"release_form": "", "release_sections": []})
    page = response.content.decode()

    assert response.status_code == 422
    assert TOLD["account"] in page
    assert set(response.context["form"].errors) == {"release_form", "release_sections"}


def test_who_keeps_no_secrets_is_asked_for_no_release(client, cast):
    client.force_login(cast.police)

    assert "release_given_by" not in client.get(FLAG).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"account": ""}, "account"),
        ({"grounds": []}, "grounds"),
        ({"grounds": ["repeat"]}, "grounds"),
        ({"person_knows": "no", "why_not": ""}, "why_not"),
        ({"children": "-1"}, "children"),
        ({"named_code": "ABCD-EFGH-JK"}, "named_code"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(client, cast, typed, field):
    response = flags(client, cast.biss, **typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_a_known_code_joins_the_open_case(client, cast, given):
    case = given.case()

    response = flags(client, cast.youth, named_code=str(case).lower())

    assert case_of(response) == case
    with beyond_row_security():
        assert case.referrals.count() == 2


def test_an_unknown_code_is_refused_beside_the_form(client, cast):
    response = flags(client, cast.biss, named_code="0000-0000-00")

    assert response.status_code == 409
    assert TOLD["account"] in response.content.decode()
    assert audit_log.last("access.denied")


def test_who_never_sees_a_case_flags_none(client, cast):
    for person in (cast.coordinator, cast.officer, cast.administrator):
        client.force_login(person)

        assert client.get(FLAG).status_code == 403
        assert client.post(FLAG, TOLD).status_code == 403


def test_the_page_of_a_code_is_for_those_admitted(client, cast, given):
    address = reverse("case-flagged", args=[given.case().pk])
    client.force_login(cast.stranger)

    assert client.get(address).status_code == 404


def test_a_flag_waits_for_its_assessment(client, cast):
    assert case_of(flags(client, cast.police)).state == State.FLAGGED
