"""Flagging through the screens: three short steps, two minutes, no names, a code at the end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import reading
from fallkonferenz.cases.models import Case, Ground, Referral
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from fallkonferenz.vault.codes import spelling
from tests.audit import reading as audit_log
from tests.drafts.typing import Sheet
from tests.flagging import flag, go_on
from tests.support import beyond_row_security

FLAG = "/cases/flag/"
HALF_A_YEAR_AHEAD = clock.today() + timedelta(days=180)
TOLD = {
    "relationship": "former_partners",
    "grounds": ["judgement"],
    "firearms": "unknown",
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
    "release_expires_at": HALF_A_YEAR_AHEAD.isoformat(),
}


def flags(client, person, **more):
    client.force_login(person)
    return flag(client, **{**TOLD, **more})


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
    pair = client.post(FLAG, TOLD).url

    page = client.get(pair).content.decode()
    assert "health a" in page
    assert "family_court a" not in page


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
        assert {timezone.localdate(ground.expires_at) for ground in grounds} == {HALF_A_YEAR_AHEAD}


def test_half_a_release_is_asked_for_and_nothing_is_lost(client, cast):
    response = flags(client, cast.biss, **RELEASE | {"release_form": "", "release_sections": []})

    assert response.status_code == 422
    assert f'value="{HALF_A_YEAR_AHEAD}"' in response.content.decode()
    assert set(response.context["form"].errors) == {"release_form", "release_sections"}


def test_who_keeps_no_secrets_is_asked_for_no_release(client, cast):
    response = flags(client, cast.police, person_knows="")

    assert response.context["step"].name == "knowledge"
    assert "release_given_by" not in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"account": ""}, "account"),
        ({"grounds": []}, "grounds"),
        ({"firearms": ""}, "firearms"),
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


def test_a_safe_contact_given_at_once_stands_in_the_case(client, cast):
    reached = {"contact_through": cast.biss.institution_id, "contact_days": ["mon"], "contact_never": ["letter"]}

    case = case_of(flags(client, cast.biss, **reached))

    contact = reading.case_file(case, by=cast.biss).contact
    assert (contact["through"], contact["days"], contact["never"]) == (cast.biss.institution, ["mon"], ["letter"])


def test_who_does_not_write_on_protection_is_asked_for_no_contact(client, cast):
    response = flags(client, cast.police, person_knows="")

    assert "contact_through" not in response.content.decode()


def test_half_a_contact_is_asked_for(client, cast):
    response = flags(client, cast.biss, contact_through=cast.biss.institution_id)

    assert list(response.context["form"].errors) == ["contact_days"]


def test_the_steps_lead_back_and_forth_without_loss(client, cast):
    client.force_login(cast.biss)
    pair = client.post(FLAG, TOLD).url

    back = client.post(pair, {"relationship": "partners", "go": "back"}).url
    assert TOLD["account"] in client.get(back).content.decode()
    pair = client.post(back, TOLD).url
    form = client.get(pair).context["form"]

    assert form["relationship"].value() == "partners"


def test_a_flag_can_be_left_and_taken_up_again(client, cast):
    client.force_login(cast.biss)
    pair = client.post(FLAG, TOLD).url
    left = client.post(pair, {"children": "3", "go": "later"})

    assert left.url == reverse("start")
    assert pair in client.get(FLAG).content.decode()
    assert client.get(pair).context["form"]["children"].value() == "3"


def test_the_last_look_shows_everything_in_words_and_leads_to_each_step(client, cast):
    client.force_login(cast.biss)
    pair = client.post(FLAG, TOLD).url
    knowledge = client.post(pair, TOLD).url
    check = client.post(knowledge, TOLD).url
    page = client.get(check, headers={"accept-language": "en"}).content.decode()

    assert TOLD["account"] in page
    assert "11/20/2026" in page or "2026" in page
    for step in ("situation", "pair", "knowledge"):
        assert check.replace("check", step) in page


def test_what_is_missing_is_said_at_the_last_look_and_nothing_can_be_sent(client, cast):
    client.force_login(cast.biss)
    check = client.post(FLAG, TOLD).url.replace("pair", "check")
    page = client.get(check)

    response = client.post(check, {"kept": page.context["seen"]})

    assert not page.context["complete"]
    assert response.status_code == 409
    with beyond_row_security():
        assert not Referral.objects.exists()


def test_pressed_twice_is_flagged_once(client, cast):
    client.force_login(cast.biss)
    check = client.post(client.post(client.post(FLAG, TOLD).url, TOLD).url, TOLD).url
    seen = {"kept": client.get(check).context["seen"]}

    first, second = client.post(check, seen), client.post(check, seen)

    assert second.url == first.url
    with beyond_row_security():
        assert Referral.objects.count() == 1


def test_what_another_window_changed_is_looked_at_before_it_is_sent(client, cast):
    client.force_login(cast.biss)
    pair = client.post(FLAG, TOLD).url
    check = client.post(client.post(pair, TOLD).url, TOLD).url
    seen = {"kept": client.get(check).context["seen"]}
    client.post(pair, {**TOLD, "children": "5", "kept": client.get(pair).context["desk"].seen})

    refused = client.post(check, seen)

    assert refused.status_code == 409
    assert client.post(check, {"kept": refused.context["seen"]}).status_code == 302


def test_two_windows_on_one_step_do_not_overwrite_each_other_unnoticed(client, cast):
    client.force_login(cast.biss)
    pair = client.post(FLAG, TOLD).url
    seen = {"kept": client.get(pair).context["desk"].seen}

    client.post(pair, {"relationship": "partners", "children": "1", **seen})
    late = client.post(pair, {"relationship": "family", "children": "2", **seen})

    assert late.status_code == 409
    assert late.context["form"]["children"].value() == "2"
    again = client.post(pair, {"relationship": "family", "children": "2", "kept": late.context["desk"].seen})
    assert again.status_code == 302


def test_a_draft_of_another_person_does_not_exist(client, cast):
    client.force_login(cast.biss)
    pair = client.post(FLAG, TOLD).url

    client.force_login(cast.named("biss-a-deputy"))

    assert client.get(pair).status_code == 404
    assert client.post(pair, TOLD).status_code == 404


def test_a_window_left_open_at_a_step_leads_to_the_case_that_was_sent_from_another(client, cast):
    client.force_login(cast.police)
    begun = client.post(FLAG, TOLD)
    steps = [begun.url.replace("/pair/", f"/{step}/") for step in ("pair", "knowledge", "check")]
    knowledge = Sheet.opened(client, steps[1])
    sent = go_on(client, begun, **TOLD)

    knowledge.keeps(person_knows="no")

    for answer in (knowledge.sends(**TOLD), *map(client.get, steps)):
        assert answer.url == sent.url


def test_a_release_that_is_over_is_not_taken_for_one(client, cast):
    response = flags(client, cast.biss, **RELEASE | {"release_expires_at": "2026-11-22"})

    assert response.status_code == 422
    assert response.context["form"].errors == {"release_expires_at": ["Dieser Tag ist vorbei."]}
    assert 'value="2026-11-22"' in response.content.decode()


@pytest.mark.parametrize("field", ["release_given_by", "release_form", "release_sections", "release_expires_at"])
def test_what_is_no_release_is_said_beside_its_field(client, cast, field):
    response = flags(client, cast.biss, **RELEASE | {field: "x"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_what_is_no_day_of_the_week_is_said_beside_it(client, cast):
    through = cast.biss.institution.pk

    response = flags(client, cast.biss, contact_through=through, contact_days=["x"])

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["contact_days"]
