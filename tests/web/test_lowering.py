"""The level at the screen: raised by anybody, lowered by two institutions only; dissent beside it."""

import pytest
from django.urls import reverse

from fallkonferenz.access import judged
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import lowering
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import Level, State
from tests.assessing import completed

ASKED = {"to": Level.MEDIUM, "reasons": "In Haft bis auf Weiteres."}


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


@pytest.fixture
def calmer(case, cast):
    """The police has assessed anew, below the level of the case."""
    return completed(case, by=cast.police, level=Level.MEDIUM)


@pytest.fixture
def asked(case, calmer, cast):
    return lowering.ask_lower(case, by=cast.police, **ASKED)


def level_of(case, by):
    with acting_as(by):
        return judged.level_visible(by, Case.objects.get(pk=case.pk))


def test_a_level_is_lowered_by_one_who_asks_and_another_who_agrees(case, calmer, cast, opens, sends):
    listed = reverse("assessment-list", args=[case.pk])
    assert sends(cast.police, "level-ask_lower", case.pk, **ASKED).url == listed
    assert level_of(case, cast.police) == Level.HIGH
    with acting_as(cast.police):
        request = case.lowerings.get()

    assert sends(cast.case_manager, "level-confirm_lower", request.pk).url == listed
    assert level_of(case, cast.police) == Level.MEDIUM

    page = opens(cast.police, "assessment-list", case.pk)
    assert "zu zweit gesenkt" in str(page.context["list"].rows[0])  # the plot has a point there, so the table a row


def test_nobody_decides_on_the_own_request(asked, case, cast, opens, sends):
    colleague = cast.named("police-a-deputy")
    page = opens(colleague, "level-read_lower", asked.pk)

    assert [act.allowed for act in page.context["asked"].acts] == [False, False]
    assert sends(colleague, "level-confirm_lower", asked.pk).status_code == 403
    assert opens(colleague, "level-refuse_lower", asked.pk).status_code == 403
    assert level_of(case, cast.police) == Level.HIGH


def test_the_page_offers_nothing_to_a_house_of_the_same_carrier(asked, case, cast, opens, sends):
    for person in (cast.police, cast.case_manager):
        person.institution.carrier = "Landkreis"
        person.institution.save()

    page = opens(cast.case_manager, "level-read_lower", asked.pk)

    assert [act.allowed for act in page.context["asked"].acts] == [False, False]
    assert "anderen Trägers" in page.content.decode()
    assert opens(cast.case_manager, "level-refuse_lower", asked.pk).status_code == 403


def test_who_does_not_agree_says_why_and_the_level_stays(asked, case, cast, opens, sends):
    assert sends(cast.case_manager, "level-refuse_lower", asked.pk).status_code == 422
    sends(cast.case_manager, "level-refuse_lower", asked.pk, reasons="Haftprüfung am Freitag.")

    page = opens(cast.police, "level-read_lower", asked.pk).content.decode()
    assert "Haftprüfung am Freitag." in page
    assert level_of(case, cast.police) == Level.HIGH


def test_a_request_without_a_lower_assessment_of_ones_own_says_what_is_missing(case, cast, opens, sends):
    refused = sends(cast.police, "level-ask_lower", case.pk, **ASKED)
    acts = opens(cast.police, "assessment-list", case.pk).context["list"].acts

    assert refused.status_code == 409
    assert refused.context["form"]["reasons"].value() == ASKED["reasons"]
    assert [act.why_not for act in acts if not act.allowed] == refused.context["form"].non_field_errors()


def test_a_request_waits_in_the_list_with_a_way_to_decide(asked, case, cast, opens):
    page = opens(cast.case_manager, "assessment-list", case.pk)

    assert reverse("level-read_lower", args=[asked.pk]) in page.content.decode()
    assert ASKED["reasons"] in page.content.decode()


def test_dissent_stands_beside_the_level_and_changes_nothing(case, cast, opens, sends):
    sends(cast.police, "level-dissent", case.pk, level=Level.ACUTE, reasons="Er kennt den neuen Weg.")
    page = opens(cast.case_manager, "assessment-list", case.pk)

    assert "Er kennt den neuen Weg." in page.content.decode()
    assert level_of(case, cast.police) == Level.HIGH


def test_only_lower_levels_can_be_asked_for(case, calmer, cast, opens):
    form = opens(cast.police, "level-ask_lower", case.pk).context["form"]

    assert [level for level, _label in form.fields["to"].choices] == [Level.MEDIUM, Level.NOT_RAISED]
