"""Grounds of sharing at the screen: shown before they are recorded, taken back at once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import grounds
from fallkonferenz.cases.models import Case, Ground
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Decision, GivenBy, GroundForm, GroundKind, PartyRole, State
from fallkonferenz.institutions.models import Institution

CANARY = "Nachbarin hat Schreie gehört."


def text_of(response):
    return response.content.decode()


@pytest.fixture
def case(given, cast):
    found = given.case(at=State.ASSESSED)
    given.entry(found, by=cast.biss, section=Section.INCIDENT, text=CANARY)
    return found


def releasing(case, *recipients: Institution, **typed):
    now = timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M")
    return {
        "recipients": [institution.pk for institution in recipients],
        "sections": ["incident"],
        "concerns": case.parties.get(role=PartyRole.AT_RISK).pk,
        "kind": GroundKind.RELEASE,
        "given_by": GivenBy.PERSON,
        "form": GroundForm.WRITTEN,
        "given_at": now,
        **typed,
    }


@pytest.fixture
def records(sends):
    """As people do: look first, then record what was shown."""

    def record(person, case, **typed):
        shown = sends(person, "ground-record", case.pk, **typed, preview="1")
        if "fingerprint" not in (shown.context or {}):
            return shown
        return sends(person, "ground-record", case.pk, **typed, record="1", previewed=shown.context["fingerprint"])

    return record


def test_nothing_is_recorded_before_it_was_shown(case, cast, sends):
    shown = sends(cast.biss, "ground-record", case.pk, **releasing(case, cast.police.institution), record="1")

    assert shown.status_code == 200
    assert shown.context["preview"]
    with acting_as(cast.biss):
        assert not Ground.objects.exists()


def test_what_was_shown_cannot_be_changed_on_the_way(case, cast, sends):
    told = releasing(case, cast.police.institution)
    shown = sends(cast.biss, "ground-record", case.pk, **told, preview="1").context["fingerprint"]

    wider = told | {"sections": ["incident", "risk"]}
    sends(cast.biss, "ground-record", case.pk, **wider, record="1", previewed=shown)

    with acting_as(cast.biss):
        assert not Ground.objects.exists()


def test_a_release_opens_entries_and_its_withdrawal_hides_them_at_once(case, cast, opens, sends, records):
    assert CANARY not in text_of(opens(cast.police, "case-read", case.pk))

    answer = records(cast.biss, case, **releasing(case, cast.police.institution))
    assert answer.url == reverse("ground-list", args=[case.pk])
    assert CANARY in text_of(opens(cast.police, "case-read", case.pk))

    between = f"{cast.biss.institution_id}-{cast.police.institution_id}"
    sends(cast.biss, "ground-withdraw", case.pk, between=between)

    assert CANARY not in text_of(opens(cast.police, "case-read", case.pk))
    assert "Weitergabe angehalten" in text_of(opens(cast.police, "ground-list", case.pk))


def test_the_preview_says_what_a_ground_opens_and_what_it_does_not(case, cast, sends):
    told = releasing(case, cast.police.institution, sections=["incident", "victim"])
    shown = sends(cast.biss, "ground-record", case.pk, **told, preview="1")

    tones = [row[2].tone for row in shown.context["preview"]]
    assert tones == ["warning", "neutral"]  # the police reads incidents, never the wishes


def test_a_professional_shares_only_the_own_entries(case, cast, opens, records):
    page = text_of(opens(cast.police, "ground-record", case.pk))
    assert "discloser" not in page

    records(cast.biss, case, **releasing(case, cast.police.institution, discloser=cast.police.institution_id))
    with acting_as(cast.biss):
        assert Ground.objects.get().discloser == cast.biss.institution


def test_the_case_management_records_for_others(case, cast, records):
    told = releasing(case, cast.police.institution, discloser=cast.biss.institution_id)
    records(cast.case_manager, case, **told)

    with acting_as(cast.case_manager):
        assert Ground.objects.get().recorded_by == cast.case_manager


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"given_by": ""}, "given_by"),
        ({"form": ""}, "form"),
        ({"kind": GroundKind.NECESSITY}, "reasons"),
        ({"recipients": []}, "recipients"),
        ({"sections": []}, "sections"),
        ({"concerns": ""}, "concerns"),
        ({"expires_at": "2026-11-22"}, "expires_at"),  # gone by
    ],
)
def test_what_is_missing_is_said_beside_the_field(case, cast, records, typed, field):
    refused = records(cast.biss, case, **releasing(case, cast.police.institution) | typed)

    assert refused.status_code == 422
    assert field in refused.context["form"].errors


def test_youth_services_confirm_that_the_purpose_ends(given, cast, case, records):
    given.admitted(case, cast.youth)
    told = releasing(case, cast.police.institution)

    refused = records(cast.youth, case, **told)
    assert refused.status_code == 422
    assert "purpose_ends" in refused.context["form"].errors

    assert records(cast.youth, case, **told, purpose_ends="on").status_code == 302


def test_an_institution_sees_only_grounds_it_takes_part_in(given, cast, case, opens):
    given.admitted(case, cast.clinic, cast.shelter)
    given.released(case, Section.RISK, by=cast.shelter, to=cast.clinic)

    assert cast.shelter.institution.name not in text_of(opens(cast.police, "ground-list", case.pk))
    assert cast.shelter.institution.name in text_of(opens(cast.clinic, "ground-list", case.pk))
    assert cast.shelter.institution.name in text_of(opens(cast.case_manager, "ground-list", case.pk))


def test_the_reasons_belong_to_who_shares(case, cast, opens, records):
    told = releasing(case, cast.police.institution, kind=GroundKind.NECESSITY, reasons="Würgen vor zwei Tagen.")
    records(cast.biss, case, **told | {"given_by": "", "form": ""})

    assert "Würgen" in text_of(opens(cast.biss, "ground-list", case.pk))
    assert "Würgen" not in text_of(opens(cast.police, "ground-list", case.pk))


def test_who_does_not_read_what_happened_does_not_learn_who_takes_part(given, cast, case, opens):
    """That a shelter takes part tells a school too much."""
    given.admitted(case, cast.school, cast.shelter)

    for name in ("ground-record", "measure-propose"):
        assert cast.shelter.institution.name not in text_of(opens(cast.school, name, case.pk))
        assert cast.shelter.institution.name in text_of(opens(cast.biss, name, case.pk))
        assert cast.case_manager.institution.name in text_of(opens(cast.school, name, case.pk))


def test_nobody_withdraws_what_others_gave(given, cast, case, opens, sends):
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.police)
    between = f"{cast.biss.institution_id}-{cast.police.institution_id}"

    assert f'value="{between}"' in text_of(opens(cast.biss, "ground-withdraw", case.pk))
    assert f'value="{between}"' not in text_of(opens(cast.police, "ground-withdraw", case.pk))
    assert sends(cast.police, "ground-withdraw", case.pk, between=between).status_code == 422


def test_the_case_management_decides_after_a_withdrawal(given, cast, case, opens, sends):
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.police)
    grounds.withdraw(case, by=cast.biss, discloser=cast.biss.institution, recipient=cast.police.institution)
    refused = sends(cast.case_manager, "ground-decide", case.pk, decision=Decision.OTHER_GROUND)
    assert refused.status_code == 409  # record the other ground first

    assert opens(cast.biss, "ground-decide", case.pk).status_code == 403
    sends(cast.case_manager, "ground-decide", case.pk, decision=Decision.ANONYMOUS)

    with acting_as(cast.case_manager):
        assert Case.objects.get(pk=case.pk).sharing_stopped_at is None


@pytest.mark.parametrize("name", ["ground-list", "ground-record", "ground-withdraw", "ground-decide"])
def test_grounds_of_a_strangers_case_do_not_exist(case, cast, opens, name):
    assert opens(cast.stranger, name, case.pk).status_code == 404
    assert opens(cast.far_manager, name, case.pk).status_code == 404


def test_the_list_costs_as_many_queries_with_many_grounds(given, cast, case, opens, django_assert_max_num_queries):
    opens(cast.case_manager, "ground-list", case.pk)
    with django_assert_max_num_queries(40) as few:
        opens(cast.case_manager, "ground-list", case.pk)
    given.admitted(case, cast.clinic, cast.shelter, cast.youth)
    given.released(case, Section.INCIDENT, Section.RISK, by=cast.biss, to=cast.clinic)

    with django_assert_max_num_queries(len(few.captured_queries)):
        opens(cast.case_manager, "ground-list", case.pk)
