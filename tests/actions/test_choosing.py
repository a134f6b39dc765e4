"""Instruments are added to an assessment that was begun, and taken out again as long as nobody has answered them."""

import pytest
from django.db import transaction

from fallkonferenz.access.refusals import Denied, NotNow, NotVisible
from fallkonferenz.actions import admissions, assessed, assessing, cases, choosing
from fallkonferenz.cases.models import AssessmentInstrument
from fallkonferenz.cases.sections import Section
from tests.assessing import PAIR, begun, completed, judged, said
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db


def instruments_of(assessment, by):
    return [each.row.instrument for each in assessed.read(assessment, by=by).instruments]


def adds(assessment, by, *keys, **facts):
    with transaction.atomic():
        return choosing.add_instrument(assessment, by=by, instruments=keys, facts={**PAIR, **facts})


def drops(assessment, by, key="lap"):
    with transaction.atomic():
        return choosing.drop_instrument(assessment, by=by, instrument=key)


def test_an_instrument_is_added_after_the_judgement_which_stands(cast, given):
    assessment = judged(given.case(), by=cast.biss)

    adds(assessment, cast.biss, "dash", "odara")
    file = assessed.read(assessment, by=cast.biss)

    assert [each.row.instrument for each in file.instruments] == ["dash", "lap", "odara"]
    assert {each.result for each in file.instruments} == {None}
    assert file.row.judged_at is not None
    assessing.answer(assessment, by=cast.biss, instrument="dash", answers=said(i1="yes"))
    done = assessed.read(assessing.complete(assessment, by=cast.biss), by=cast.biss)
    assert all(each.result for each in done.instruments)


def test_one_that_is_not_valid_for_the_pair_is_refused_with_its_reason_and_the_others_with_it(cast, given):
    assessment = begun(given.case(), by=cast.biss)

    with pytest.raises(NotNow, match="eine Frau"):
        adds(assessment, cast.biss, "dash", "danger-assessment", sex_at_risk="male", sex_endangering="female")

    assert instruments_of(assessment, cast.biss) == ["lap"]


@pytest.mark.parametrize("keys", [(), ("lap",), ("dash", "lap"), ("tarot",)])
def test_nothing_twice_nothing_unknown_and_not_nothing(cast, given, keys):
    assessment = begun(given.case(), by=cast.biss)

    with pytest.raises(NotNow):
        adds(assessment, cast.biss, *keys)

    assert instruments_of(assessment, cast.biss) == ["lap"]


def test_one_without_answers_is_taken_out_and_nothing_of_it_stays(cast, given):
    assessment = judged(given.case(), by=cast.biss)

    drops(assessment, cast.biss)

    assert instruments_of(assessment, cast.biss) == []
    with beyond_row_security():
        assert not AssessmentInstrument.objects.filter(assessment=assessment.pk).exists()
    assert assessing.complete(assessment, by=cast.biss).level == "medium"


@pytest.mark.parametrize("told", [{"answers": said(i1="unknown")}, {"answers": {}, "facts": {"belief": "no"}}])
def test_one_with_an_answer_stays(cast, given, told):
    assessment = begun(given.case(), by=cast.biss)
    assessing.answer(assessment, by=cast.biss, instrument="lap", **told)

    with pytest.raises(NotNow, match="Antworten"):
        drops(assessment, cast.biss)
    with pytest.raises(NotNow):
        drops(assessment, cast.biss, "dash")

    assert instruments_of(assessment, cast.biss) == ["lap"]


@pytest.mark.parametrize("act", [lambda each, by: adds(each, by, "dash"), drops])
def test_not_when_it_is_complete_nor_in_a_closed_case_nor_by_others(cast, given, act):
    case = given.flagged(by=cast.police)
    with pytest.raises(NotNow, match=r"vollständig|abgeschlossen"):
        act(completed(case, by=cast.police), cast.police)
    assessment = begun(case, by=cast.police)
    with pytest.raises((Denied, NotVisible)):
        act(assessment, cast.case_manager)
    admissions.narrow(case, by=cast.case_manager, institution=cast.police.institution, views={Section.RISK: "r"})
    with pytest.raises(Denied):
        act(assessment, cast.police)

    other = given.flagged(by=cast.police)
    assessment = begun(other, by=cast.police)
    cases.dismiss(other, by=cast.case_manager, why="error", reasons="Irrtum.")
    with pytest.raises(NotNow):
        act(assessment, cast.police)


def test_a_judgement_is_not_taken_for_what_can_never_be_completed(cast, given):
    """Its instrument has moved on; without answers it can be taken out, and the rest goes on."""
    assessment = begun(given.case(), by=cast.biss)
    with beyond_row_security():
        AssessmentInstrument.objects.filter(assessment=assessment.pk).update(version="0")
    judgement = {
        "level": "medium",
        "reasons": "x",
        "worries": "x",
        "heard": False,
        "why_not_heard": "x",
        "firearms": "no",
    }

    with pytest.raises(NotNow, match="neue Version"), transaction.atomic():
        assessing.judge(assessment, by=cast.biss, **judgement)
    drops(assessment, cast.biss)

    assert assessing.judge(assessment, by=cast.biss, **judgement).judged_at
