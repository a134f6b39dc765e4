"""Every step through its screen: done by whom it is for, refused in words to others, hidden from strangers."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import grounds, measures
from fallkonferenz.cases.models import Case, Entry
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from fallkonferenz.web.steps import STEPS
from tests.audit import reading as audit_log
from tests.given import ASKED
from tests.support import beyond_row_security

REASONS = "Kurze Begründung."
NOW = "2026-11-20T22:30"
JUDGED = {
    "reasons": REASONS,
    "worries": "Die Übergabe.",
    "heard": "yes",
    "person_view": "Sie will in der Wohnung bleiben.",
}


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def url(name: str, thing) -> str:
    return reverse(name, args=[thing.pk])


def takes(client, person, name, case, **typed):
    client.force_login(person)
    return client.post(url(name, case), {**ASKED, **typed})


def state_of(case) -> str:
    with beyond_row_security():
        return Case.objects.get(pk=case.pk).state


def without_address(response) -> str:
    """The switch of the language comes back to the address that was asked for."""
    return without_token(response).replace(response.request["PATH_INFO"], "")


def without_token(response) -> str:
    """The token against forged requests is new in every page."""
    return re.sub(r'value="\w{64}"', "", response.content.decode())


def proposed(given, case, by):
    return measures.propose(
        case, by=by, what="Begleitung.", reveals=["incident"], due_at=clock.now() + timedelta(days=3)
    )


def test_assess_with_a_level_of_ones_own(client, cast, given):
    case = given.flagged()

    response = takes(client, cast.case_manager, "case-assess", case, level="high", **JUDGED)

    assert response.url == url("case-read", case)
    assert state_of(case) == State.ASSESSED


def test_assess_on_the_assessment_of_others(client, cast, given):
    case = given.flagged()
    takes(client, cast.biss, "assessment-add", case, level="high", **JUDGED, reassess_on=day(7))

    assert takes(client, cast.case_manager, "case-assess", case).status_code == 302
    assert state_of(case) == State.ASSESSED


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, {"level", "reasons", "worries", "heard"}),
        ({"level": "high", "worries": REASONS}, {"reasons", "heard"}),
        ({"reasons": REASONS, "heard": "no"}, {"level", "worries", "why_not_heard"}),
        (
            {**JUDGED, "level": "high", "person_view": "", "why_not_heard": "Keine Zeit."},
            {"person_view", "why_not_heard"},
        ),
    ],
)
def test_a_first_assessment_needs_a_whole_judgement(client, cast, given, typed, fields):
    response = takes(client, cast.case_manager, "case-assess", given.flagged(), **typed)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == fields


def test_what_others_assessed_is_taken_as_it_is_or_with_a_whole_judgement(client, cast, given):
    case = given.flagged()
    takes(client, cast.biss, "assessment-add", case, level="high", **JUDGED)

    for typed, field in (
        ({**JUDGED, "level": "acute", "worries": ""}, "worries"),
        ({"worries": "Die Übergabe."}, "level"),
    ):
        response = takes(client, cast.case_manager, "case-assess", case, **typed)
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_dismiss(client, cast, given):
    case = given.flagged()

    assert takes(client, cast.case_manager, "case-dismiss", case, why="double", reasons=REASONS).status_code == 302
    assert state_of(case) == State.CLOSED
    assert client.get(url("case-read", case)).status_code == 200


def test_not_high_risk(client, cast, given):
    case = given.assessed(given.flagged(), level="medium")
    typed = {"counselling": cast.biss.institution_id, "reasons": REASONS}

    assert takes(client, cast.case_manager, "case-not_high_risk", case, **typed).status_code == 302
    assert state_of(case) == State.CLOSED


def test_handle_alone_with_a_co_signature(client, cast, given):
    case = given.assessed(given.flagged(by=cast.police))
    proposed(given, case, cast.police)

    refused = takes(client, cast.police, "case-handle_alone", case, reassess_on=day(5))
    assert refused.status_code == 409
    assert takes(client, cast.police, "case-ask_co_signature", case).status_code == 302
    assert takes(client, cast.case_manager, "case-co_sign", case).status_code == 302
    assert takes(client, cast.police, "case-handle_alone", case, reassess_on=day(5)).status_code == 302
    assert state_of(case) == State.MEASURES


def test_close(client, cast, given):
    case = given.case(at=State.MEASURES)
    given.outcomes(case)
    typed = {"why": "moved", "level": "not_raised", **JUDGED}

    assert takes(client, cast.case_manager, "case-close", case, **typed).status_code == 302
    assert state_of(case) == State.CLOSED


def test_an_open_measure_is_named_where_the_case_cannot_be_closed(client, cast, given):
    case = given.case(at=State.MEASURES)
    client.force_login(cast.case_manager)

    assert client.get(url("case-close", case)).status_code == 409
    page = client.get(url("case-read", case))
    assert 'href="#measures"' in page.content.decode()


def test_custody_alone_closes_nothing(client, cast, given):
    case = given.case(at=State.MEASURES)
    given.outcomes(case)
    typed = {"why": "custody", "level": "high", **JUDGED}

    response = takes(client, cast.case_manager, "case-close", case, **typed)

    assert response.status_code == 409
    assert REASONS in response.content.decode()
    assert state_of(case) == State.MEASURES


def test_reopen(client, cast, given):
    case = given.case(at=State.CLOSED)
    told = {"grounds": ["escalation"], "happened_at": NOW, "account": "Neuer Brief.", "source": "told"}

    assert takes(client, cast.biss, "case-reopen", case, **told, person_knows="yes").status_code == 302
    assert state_of(case) == State.FLAGGED


def test_a_linked_case_gets_a_code_of_its_own(client, cast, given):
    case = given.case()
    told = {"grounds": ["judgement"], "happened_at": NOW, "account": "Auch die Mutter droht.", "source": "told"}

    response = takes(client, cast.biss, "case-flag_linked", case, **told, person_knows="yes", relationship="family")

    assert response.status_code == 302
    assert "/flagged/" in response.url
    assert str(case.pk) not in response.url


def test_report_an_incident_in_any_state(client, cast, given):
    for state in (State.FLAGGED, State.CLOSED):
        case = given.case(at=state)
        typed = {"happened_at": NOW, "source": "told", "text": "Wieder vor der Tür."}

        assert takes(client, cast.biss, "case-report_incident", case, **typed).status_code == 302


def test_confirm_a_referral(client, cast, given):
    case = given.flagged(by=cast.case_manager, on_behalf_of=cast.clinic.institution)
    with acting_as(cast.case_manager):
        referral = case.referrals.get()

    assert takes(client, cast.clinic, "case-confirm_referral", case, referral=referral.pk).status_code == 302
    assert takes(client, cast.clinic, "case-confirm_referral", case, referral=referral.pk).status_code == 422


def test_the_endangering_person_dies(client, cast, given):
    case = given.case(at=State.MEASURES)

    assert takes(client, cast.case_manager, "case-record_death", case, died_at=NOW).status_code == 302
    assert takes(client, cast.case_manager, "case-close_pair", case, reasons=REASONS).status_code == 302
    assert state_of(case) == State.CLOSED


def test_the_person_at_risk_dies(client, cast, given):
    case = given.case(at=State.MEASURES)

    assert takes(client, cast.case_manager, "case-freeze", case, died_at=NOW).status_code == 302
    assert client.get(url("case-read", case)).status_code == 200
    client.force_login(cast.biss)
    assert client.get(url("case-read", case)).status_code == 404


def test_end_sharing(client, cast, given):
    case = given.case()
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.police)
    grounds.withdraw(case, by=cast.biss, discloser=cast.biss.institution, recipient=cast.police.institution)

    assert takes(client, cast.case_manager, "case-end_sharing", case, reasons=REASONS).status_code == 302
    assert state_of(case) == State.CLOSED


def test_leave_uninformed(client, cast, given):
    case = given.case()

    assert (
        takes(client, cast.case_manager, "case-leave_uninformed", case, reasons=REASONS, review_on=day(30)).status_code
        == 302
    )
    assert REASONS in client.get(url("case-read", case)).content.decode()

    again = takes(client, cast.case_manager, "case-leave_uninformed", case, reasons=REASONS, review_on=day(-1))
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["review_on"])


def test_an_entry_and_its_correction(client, cast, given):
    case = given.case()
    with acting_as(cast.biss):
        person = case.party("person_at_risk")
    typed = {"section": "victim", "concerns": person.pk, "nature": "fact", "source": "told", "happened_at": NOW}

    assert takes(client, cast.biss, "entry-add", case, **typed, text="Erster Text.").status_code == 302
    with acting_as(cast.biss):
        entry = Entry.objects.get(case=case, section="victim")
    assert takes(client, cast.biss, "entry-correct", entry, text="Zweiter Text.").status_code == 302
    page = client.get(url("case-read", case)).content.decode()
    assert page.index("Erster Text.") < page.index("Zweiter Text.")
    assert takes(client, cast.biss, "entry-correct", entry, text="Dritter Text.").status_code == 409


def test_a_section_that_is_not_for_the_reader_cannot_be_written_in(client, cast, given):
    case = given.case()
    with acting_as(cast.police):
        person = case.party("person_at_risk")
    typed = {"concerns": person.pk, "nature": "fact", "source": "own", "happened_at": NOW, "text": "Text."}

    response = takes(client, cast.police, "entry-add", case, section="victim", **typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["section"]


def test_somebody_elses_entry_is_not_corrected(client, cast, given):
    case = given.case()
    entry = given.entry(case, by=cast.police, section="incident")

    assert takes(client, cast.biss, "entry-correct", entry, text="Anders.").status_code == 403


def test_a_person_a_contact_a_reference(client, cast, given):
    case = given.case()
    contact = {"through": cast.biss.institution_id, "days": ["mon", "thu"], "never": ["letter"]}

    assert takes(client, cast.biss, "party-add", case, role="child").status_code == 302
    assert takes(client, cast.biss, "contact-set", case, **contact).status_code == 302
    assert takes(client, cast.biss, "reference-set", case, reference="OS-4711/26").status_code == 302
    page = client.get(url("case-read", case)).content.decode()
    assert "OS-4711/26" in page
    assert cast.biss.institution.name in page
    client.force_login(cast.case_manager)
    assert "OS-4711/26" not in client.get(url("case-read", case)).content.decode()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_for_a_stranger_a_step_does_not_exist(client, cast, given, step):
    case = given.case()
    client.force_login(cast.stranger)

    seen = client.get(url(step.name, case))
    nothing = client.get(url(step.name, cast.stranger))
    assert seen.status_code == nothing.status_code == 404
    assert without_address(seen) == without_address(nothing)
    assert client.post(url(step.name, case), {}).status_code == 404


@pytest.mark.parametrize("step", [step for step in STEPS if step.final], ids=lambda step: step.name)
def test_a_professional_ends_nothing(client, cast, given, step):
    case = given.case()

    assert takes(client, cast.biss, step.name, case).status_code in (403, 422)
    assert client.get(url(step.name, case)).status_code in (403, 409)
    assert state_of(case) == State.FLAGGED
    assert audit_log.last("access.denied").fields["details"]["what"] == step.name


def test_every_form_that_can_be_opened_is_logged(client, cast, given):
    case = given.case()
    client.force_login(cast.case_manager)

    for step in STEPS:
        response = client.get(url(step.name, case))
        assert response.status_code in (200, 403, 409), step.name
        if response.status_code == 200:
            assert audit_log.last("access.form").fields["details"]["form"] == step.right
