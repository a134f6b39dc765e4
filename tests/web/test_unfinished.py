"""An assessment that was begun: found again, led to, with more instruments or fewer, and said when it cannot be completed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.actions import assessing
from fallkonferenz.cases.models import AssessmentInstrument
from fallkonferenz.cases.words import State
from tests.assessing import begun, completed, said
from tests.support import beyond_row_security

PAIR = {"sex_at_risk": "female", "sex_endangering": "male", "relationship": "former_partners", "age_at_risk": "34"}
ENDED = "seit Beginn der Risikoeinschätzung eine neue Version"


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


@pytest.fixture
def opened(case, cast):
    return begun(case, by=cast.police)


def texts(response) -> str:
    return response.content.decode()


def moved_on(assessment):
    with beyond_row_security():
        AssessmentInstrument.objects.filter(assessment=assessment.pk).update(version="0")


# Found again --------------------------------------------------------------------------------


def begun_on_start(client, person) -> list:
    client.force_login(person)
    return [line for each in client.get("/").context["start"].all if each.id == "begun" for line in each.lines]


def test_it_stands_on_the_start_page_of_its_institution_alone(opened, case, cast, client):
    for person in (cast.police, cast.named("police-a-deputy")):
        (line,) = begun_on_start(client, person)
        assert (line.case, line.url, line.at) == (case, reverse("assessment-read", args=[opened.pk]), opened.begun_at)
    for person in (cast.biss, cast.case_manager):
        assert begun_on_start(client, person) == []

    assessing.discard(opened, by=cast.police)
    assert begun_on_start(client, cast.police) == []


def test_whoever_would_begin_another_one_is_led_to_it(opened, case, cast, opens, sends):
    page = opens(cast.police, "assessment-begin", case.pk)

    assert page.status_code == 200
    assert reverse("assessment-read", args=[opened.pk]) in texts(page)
    assert "Ihre Institution hat bereits eine Risikoeinschätzung begonnen" in texts(page)
    assert 'name="sex_at_risk"' not in texts(page)
    assert sends(cast.police, "assessment-begin", case.pk, **PAIR, go="begin").status_code == 409
    assert 'name="sex_at_risk"' in texts(opens(cast.biss, "assessment-begin", case.pk))


def test_a_complete_one_leads_nobody_anywhere(case, cast, opens):
    completed(case, by=cast.police)

    with clock.at(clock.now() + timedelta(minutes=1)):
        assert 'name="sex_at_risk"' in texts(opens(cast.police, "assessment-begin", case.pk))


# Instruments --------------------------------------------------------------------------------


def test_what_was_said_of_the_pair_stands_there_and_only_further_instruments_are_offered(opened, cast, opens):
    page = opens(cast.police, "assessment-add_instrument", opened.pk)
    form = page.context["form"]
    offered = [key for key, _name in form.fields["instruments"].choices]

    assert page.status_code == 200
    assert [form[name].value() for name in PAIR] == ["female", "male", "former_partners", 34]
    assert {"dash", "odara"} <= set(offered)
    assert "lap" not in offered


def test_an_instrument_is_added_and_taken_out_again(opened, cast, opens, sends):
    to = reverse("assessment-read", args=[opened.pk])
    assert reverse("assessment-add_instrument", args=[opened.pk]) in texts(
        opens(cast.police, "assessment-read", opened.pk)
    )

    shown = sends(cast.police, "assessment-add_instrument", opened.pk, **PAIR, go="show")
    assert (shown.status_code, "odara" in texts(shown)) == (200, True)
    added = sends(
        cast.police, "assessment-add_instrument", opened.pk, **PAIR, instruments=["odara"], trained="on", go="begin"
    )
    assert added.url == to
    drop = reverse("assessment-drop_instrument", args=[opened.pk, "odara"])
    assert drop in texts(opens(cast.police, "assessment-read", opened.pk))
    assert sends(cast.police, "assessment-drop_instrument", opened.pk, "odara").url == to
    assert drop not in texts(opens(cast.police, "assessment-read", opened.pk))


def test_what_has_answers_cannot_be_taken_out(opened, cast, opens, sends):
    assessing.answer(opened, by=cast.police, instrument="lap", answers=said(i1="unknown"))

    drop = reverse("assessment-drop_instrument", args=[opened.pk, "lap"])
    assert drop not in texts(opens(cast.police, "assessment-read", opened.pk))
    assert sends(cast.police, "assessment-drop_instrument", opened.pk, "lap").status_code == 409


@pytest.mark.parametrize("more", [{"instruments": ["danger-assessment"]}, {}])
def test_what_is_not_valid_or_not_chosen_is_not_added(opened, cast, sends, more):
    man = {**PAIR, "sex_at_risk": "male", "sex_endangering": "female"}

    assert sends(cast.police, "assessment-add_instrument", opened.pk, **man, **more, go="begin").status_code in (
        409,
        422,
    )


# An instrument that moved on ----------------------------------------------------------------


def test_that_it_cannot_be_completed_is_said_on_its_pages_before_anybody_judges(opened, cast, opens, sends):
    assessing.answer(opened, by=cast.police, instrument="lap", answers=said(i1="unknown"))
    moved_on(opened)

    page = texts(opens(cast.police, "assessment-read", opened.pk))
    judge = texts(opens(cast.police, "assessment-judge", opened.pk))
    answer = opens(cast.police, "assessment-answer", opened.pk, "lap")

    assert ENDED in page
    assert reverse("assessment-discard", args=[opened.pk]) in page
    assert reverse("assessment-complete", args=[opened.pk]) not in page
    assert ENDED in judge
    assert 'name="reasons"' not in judge
    assert (answer.status_code, ENDED in texts(answer)) == (409, True)


def test_a_judgement_that_was_typed_meanwhile_is_refused_and_not_lost(opened, cast, sends):
    moved_on(opened)
    told = {"firearms": "no", "level": "medium", "reasons": "Lange getippt.", "worries": "Nacht."}
    told |= {"heard": "yes", "person_view": "Angst."}

    page = sends(cast.police, "assessment-judge", opened.pk, **told)

    assert page.status_code == 409
    assert ENDED in texts(page)
    assert "Lange getippt." in texts(page)


def test_an_older_result_of_ones_own_says_nothing_of_the_level_while_one_assesses(cast, case, opens):
    """What is left of the others' would be another level than the true one."""
    older = completed(case, by=cast.police)
    own = begun(case, by=cast.police)

    assert "Risikostufe des Falls jetzt" not in opens(cast.police, "assessment-read", older.pk).content.decode()
    assessing.discard(own, by=cast.police)
    assert "Risikostufe des Falls jetzt" in opens(cast.police, "assessment-read", older.pk).content.decode()
