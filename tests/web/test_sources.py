"""Each answer has its source, and nobody's source is assumed."""

import re

import pytest
from django.urls import reverse

from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import assessed, assessing
from fallkonferenz.cases.models import Assessment
from fallkonferenz.cases.words import State
from tests.assessing import begun, completed, said

ANSWER = "assessment-answer"


@pytest.fixture
def opened(given, cast):
    return begun(given.case(at=State.ASSESSED), by=cast.police, instruments=("lap", "dash"))


def kept(assessment, person, key="lap"):
    with acting_as(person):
        row = Assessment.objects.select_related("case").get(pk=assessment.pk)
        file = assessed.read(row, by=person)
    return next(each.answers for each in file.instruments if each.row.instrument == key)


def chosen(page) -> list[str]:
    form = page.context["form"]
    return [form["source"].value(), form["who"].value()]


def test_no_source_is_chosen_before_somebody_chose_one(opened, cast, opens):
    for item in ({}, {"item": "1"}):
        page = opens(cast.police, ANSWER, opened.pk, "lap", **item)

        assert chosen(page) == ["", ""]
        assert not re.search(r'name="source"[^>]*checked', page.content.decode())


@pytest.mark.parametrize("answer", ["yes", "no", "unknown"])
def test_an_answer_without_a_source_is_not_kept_and_the_page_says_what_is_missing(opened, cast, sends, answer):
    page = sends(cast.police, ANSWER, opened.pk, "lap", a_1=answer, a_2=answer)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["source"]
    assert len(page.context["form"].errors["source"]) == 1
    assert page.context["form"]["a_1"].value() == answer
    assert kept(opened, cast.police) == {}


def test_that_something_was_not_asked_needs_no_source(opened, cast, sends):
    assert sends(cast.police, ANSWER, opened.pk, "lap", a_1="not_asked").status_code == 302
    assert kept(opened, cast.police)["1"]["source"] == ""


def test_a_source_beside_each_answer_is_enough(opened, cast, sends):
    assert sends(cast.police, ANSWER, opened.pk, "lap", a_1="yes", s_1="record").status_code == 302
    assert sends(cast.police, ANSWER, opened.pk, "lap", a_1="yes", s_1="record", a_2="no").status_code == 422


def test_the_choice_of_this_assessment_comes_back_whatever_the_questionnaire(opened, cast, opens, sends):
    """The kind of source alone: who said so would be a statement about the next answer that nobody made."""
    sends(cast.police, ANSWER, opened.pk, "lap", source="record", who="Einsatzprotokoll", a_1="yes")

    assert chosen(opens(cast.police, ANSWER, opened.pk, "dash")) == ["record", ""]
    assert chosen(opens(cast.police, ANSWER, opened.pk, "dash", item="2")) == ["record", ""]


def test_one_question_a_screen_asks_once_and_then_goes_on_by_itself(opened, cast, client):
    client.force_login(cast.police)
    address = reverse(ANSWER, args=[opened.pk, "lap"])
    assert client.post(f"{address}?item=1", {"a_1": "yes", "go": "next"}).status_code == 422
    assert client.post(f"{address}?item=1", {"a_1": "yes", "source": "own", "go": "next"}).status_code == 302

    assert chosen(client.get(f"{address}?item=2")) == ["own", ""]


def test_beside_an_answer_stands_who_says_so_when_and_who_typed_it(given, cast, opens):
    case = given.case(at=State.ASSESSED)
    told = {"1": {"answer": "no", "source": "told", "who": "die Person selbst"}}
    assessment = completed(case, by=cast.police, answers=told)

    note = opens(cast.police, "assessment-read", assessment.pk).context["shown"].answered[0].rows[0][3].note
    for part in ("die Person selbst", "<time", str(cast.police)):
        assert part in note


def test_an_answer_of_another_page_does_not_ask_for_a_source_again(opened, cast, sends):
    assessing.answer(opened, by=cast.police, instrument="lap", answers=said(i1="yes"))

    assert sends(cast.police, ANSWER, opened.pk, "lap", a_1="yes", s_1="told").status_code == 302
