"""Assessing in several sittings: nothing half kept, judgement before the score, complete means never changed."""

import pytest
from django.db import DatabaseError, connection, transaction

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import Denied, NotNow, NotVisible
from fallkonferenz.actions import admissions, assessed, assessing, cases
from fallkonferenz.actions.answering import NotAnswered
from fallkonferenz.cases.models import Assessment, AssessmentInstrument, Case, Hearing, ItemAnswers
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Firearms, Level, State
from tests.assessing import REASONS, VIEW, WORRIES, begun, completed, judged, said
from tests.audit import reading as audit_log
from tests.given import ASKED, JUDGED
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db
JUDGEMENT = {
    "level": Level.MEDIUM,
    "reasons": REASONS,
    "worries": WORRIES,
    "heard": True,
    "person_view": VIEW,
    "firearms": Firearms.NO,
}
NOT_WHOLE = [
    {"firearms": ""},
    {"reasons": " "},
    {"worries": ""},
    {"person_view": ""},
    {"heard": False},
    {"heard": None},
    {"level": "low"},
]


def level_of(case):
    with beyond_row_security():
        return Case.objects.get(pk=case.pk).level


def test_answers_of_several_sittings_stand_side_by_side_with_who_said_so_and_when(cast, given):
    assessment = begun(given.case(), by=cast.biss)

    told = {"4": {"answer": "yes", "source": "record", "who": "Einsatzbericht"}}
    assessing.answer(assessment, by=cast.biss, instrument="lap", answers=said(i1="unknown", i2="no"))
    assessing.answer(assessment, by=cast.biss, instrument="lap", answers=told | said(i1="yes"), facts={"belief": "no"})

    used = assessed.read(assessment, by=cast.biss).instruments[0]
    assert {code: each["answer"] for code, each in used.answers.items()} == {"1": "yes", "2": "no", "4": "yes"}
    assert used.answers["4"]["source"] == "record"
    assert used.answers["4"]["who"] == "Einsatzbericht"
    assert used.answers["4"]["by"] == str(cast.biss.pk)
    assert used.facts["belief"] == "no"
    assert used.result is None


@pytest.mark.parametrize(
    ("instrument", "answers"),
    [
        ("lap", said(i1="yes", i99="yes")),
        ("lap", said(i1="vielleicht")),
        ("lap", {"1": {"answer": "yes", "source": "gossip"}}),
        ("lap", {"1": {"answer": "yes", "source": "told", "who": "x" * 201}}),
        ("odara", said(i1="yes")),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence_and_nothing_of_it_is_kept(cast, given, instrument, answers):
    assessment = begun(given.case(), by=cast.biss)
    assessing.answer(assessment, by=cast.biss, instrument="lap", answers=said(i2="no"))

    with pytest.raises(NotNow) as refused, transaction.atomic():
        assessing.answer(assessment, by=cast.biss, instrument=instrument, answers=answers)

    assert refused.value.sentence
    if isinstance(refused.value, NotAnswered):
        assert {code for code, _sentence in refused.value.faults} <= {"1", "99"}
    assert list(assessed.read(assessment, by=cast.biss).instruments[0].answers) == ["2"]


def test_an_instrument_that_moved_on_is_not_answered_half_and_half(cast, given):
    assessment = begun(given.case(), by=cast.biss)
    with beyond_row_security():
        AssessmentInstrument.objects.filter(assessment=assessment).update(version="0")

    with pytest.raises(NotNow, match="neue Version"), transaction.atomic():
        assessing.answer(assessment, by=cast.biss, instrument="lap", answers=said(i1="yes"))


def test_what_is_not_valid_for_the_pair_is_not_begun(cast, given):
    facts = {"sex_at_risk": "male", "sex_endangering": "female", "relationship": "partners", "age_at_risk": 40}
    case = given.case()

    with pytest.raises(NotNow), transaction.atomic():
        assessing.begin(case, by=cast.biss, instruments=["danger-assessment"], facts=facts)
    with pytest.raises(NotNow), transaction.atomic():
        assessing.begin(case, by=cast.biss, instruments=["crystal-ball"])

    assert assessing.begin(case, by=cast.biss, facts=facts).is_open


def test_the_own_judgement_comes_before_the_score(cast, given):
    assessment = begun(given.case(), by=cast.biss)
    assessing.answer(assessment, by=cast.biss, instrument="lap", answers=said(i1="yes"))

    with pytest.raises(NotNow, match="fachliche Einschätzung"):
        assessing.complete(assessment, by=cast.biss)

    assert assessed.read(assessment, by=cast.biss).instruments[0].result is None


@pytest.mark.parametrize("missing", NOT_WHOLE)
def test_a_judgement_says_level_reasons_firearms_and_how_the_person_sees_it(cast, given, missing):
    assessment = begun(given.case(), by=cast.biss)

    with pytest.raises(NotNow), transaction.atomic():
        assessing.judge(assessment, by=cast.biss, **JUDGEMENT | missing)


@pytest.mark.parametrize(
    ("judgement", "answer", "follows", "dissents"),
    [
        (Level.MEDIUM, "yes", Level.HIGH, True),  # the instrument lifts what was judged lower
        (Level.ACUTE, "no", Level.ACUTE, False),  # and never lowers what was judged higher
        (Level.NOT_RAISED, "unknown", Level.NOT_RAISED, False),  # unknown is never a yes
    ],
)
def test_instrument_and_judgement_may_each_lift_and_neither_lowers(cast, given, judgement, answer, follows, dissents):
    case = given.case()

    assessment = completed(case, by=cast.biss, level=judgement, answers=said(i1=answer))

    shown = assessed.read(assessment, by=cast.biss)
    assert (shown.row.level, shown.dissents) == (follows, dissents)
    assert shown.instruments[0].result["instrument"] == "lap"
    assert level_of(case) == follows


def test_no_assessment_lowers_the_level_whoever_writes_it(cast, given):
    case = given.assessed(given.case(), level=Level.ACUTE)

    for person in (cast.police, cast.biss, cast.case_manager):
        assessing.add(case, by=person, level=Level.MEDIUM, reasons=REASONS, **JUDGED)
        completed(case, by=person, level=Level.NOT_RAISED)
        assert level_of(case) == Level.ACUTE


@pytest.mark.parametrize("missing", NOT_WHOLE)
def test_a_judgement_in_short_is_as_whole_as_any_other(cast, given, missing):
    case = given.case()

    with pytest.raises(NotNow), transaction.atomic():
        assessing.add(case, by=cast.biss, **JUDGEMENT | missing)

    shown = assessed.read(assessing.add(case, by=cast.biss, **JUDGEMENT), by=cast.biss)
    assert (shown.row.heard, shown.person_view, shown.worries) == (True, VIEW, WORRIES)


def test_how_the_person_sees_it_is_asked_of_who_writes_answers_alone(cast, given):
    """Who does not says whether she was heard, and no words of hers find a way in."""
    case = given.case()
    views = {Section.ANSWERS: "-"}
    admissions.narrow(case, by=cast.case_manager, institution=cast.police.institution, views=views)

    with pytest.raises(Denied), transaction.atomic():
        assessing.add(case, by=cast.police, **JUDGEMENT)
    short = assessing.add(case, by=cast.police, **JUDGEMENT | {"person_view": ""})

    assert short.heard
    with beyond_row_security():
        assert not Hearing.objects.filter(assessment=short).exists()


def test_red_flags_are_kept_whatever_the_score_and_firearms_are_one_of_them(cast, given):
    assessment = completed(given.case(), by=cast.biss, firearms=Firearms.YES, answers=said(i3="no", i5="no"))

    shown = assessed.read(assessment, by=cast.biss)

    assert shown.flags == ["firearm"]
    with acting_as(cast.biss):
        assert assessment.case.firearms_answers.filter(answer=Firearms.YES, step="assessment").exists()


def test_firearms_are_not_denied_where_an_answer_tells_of_one(cast, given):
    assessment = judged(given.case(), by=cast.biss, firearms=Firearms.NO)
    assessing.answer(assessment, by=cast.biss, instrument="lap", answers=said(i4="yes"))

    with pytest.raises(NotNow, match="Schusswaffe"), transaction.atomic():
        assessing.complete(assessment, by=cast.biss)
    assert assessed.read(assessment, by=cast.biss).row.is_open

    assessing.judge(assessment, by=cast.biss, **JUDGEMENT | {"firearms": Firearms.UNKNOWN})
    assert assessed.read(assessing.complete(assessment, by=cast.biss), by=cast.biss).flags == ["firearm"]


def test_a_completed_assessment_takes_no_answers_and_no_other_judgement(cast, given):
    assessment = completed(given.case(), by=cast.biss)

    for act, facts in (
        (assessing.answer, {"instrument": "lap", "answers": said(i1="yes")}),
        (assessing.judge, JUDGEMENT),
        (assessing.complete, {}),
        (assessing.discard, {}),
    ):
        with pytest.raises(NotNow, match="abgeschlossen"), transaction.atomic():
            act(assessment, by=cast.biss, **facts)


def test_the_database_itself_keeps_a_completed_assessment_as_it_is(cast, given):
    """Also for those whom no policy binds."""
    completed(given.case(), by=cast.biss)
    changes = [
        "UPDATE cases_assessment SET level = 'not_raised'",
        "UPDATE cases_itemanswers SET changed_at = now()",
        "UPDATE cases_hearing SET person_view = NULL",
        "UPDATE cases_assessmentinstrument SET norm_set = 'other'",
        "DELETE FROM cases_itemanswers",
        "DELETE FROM cases_assessment",
    ]

    for change in changes:
        with (
            beyond_row_security(),
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_one_institution_makes_one_at_a_time(cast, given):
    case = given.case()
    assessment = begun(case, by=cast.biss)

    for act, facts in (
        (assessing.begin, {}),
        (assessing.add, {"level": Level.HIGH, "reasons": REASONS, **JUDGED}),
    ):
        with pytest.raises(NotNow, match="offene Risikoeinschätzung"), transaction.atomic():
            act(case, by=cast.biss, **facts)

    assert begun(case, by=cast.police).is_open
    assessing.discard(assessment, by=cast.biss)
    assert begun(case, by=cast.biss).is_open


def test_nothing_of_a_discarded_one_stays_but_its_entry_in_the_log(cast, given):
    assessment = judged(given.case(), by=cast.biss)

    assessing.discard(assessment, by=cast.biss)

    with beyond_row_security():
        for model in (Assessment, AssessmentInstrument, ItemAnswers, Hearing):
            assert not model.objects.exists()
    assert audit_log.last().fields["object"] == f"assessment {assessment.pk}"


def test_a_new_one_names_the_one_before_and_says_whether_it_was_independent(cast, given):
    case = given.case()
    first = completed(case, by=cast.police)
    others = completed(case, by=cast.case_manager)
    second = completed(case, by=cast.police)

    assert (first.independent, others.independent, second.independent) == (True, False, False)
    assert (first.supersedes_id, second.supersedes_id) == (None, first.pk)


def test_only_who_reads_and_writes_under_risk_completes(cast, given):
    case = given.case()
    assessment = judged(case, by=cast.police)
    for view in ("r", "o", "-"):
        admissions.narrow(case, by=cast.case_manager, institution=cast.police.institution, views={Section.RISK: view})
        for act, thing, facts in ((assessing.complete, assessment, {}), (assessing.add, case, JUDGEMENT)):
            with pytest.raises(Denied), transaction.atomic():
                act(thing, by=cast.police, **facts)


def test_another_institution_does_not_touch_it(cast, given):
    assessment = judged(given.case(), by=cast.biss)

    for act, facts in (
        (assessing.answer, {"instrument": "lap", "answers": {}}),
        (assessing.judge, JUDGEMENT),
        (assessing.complete, {}),
        (assessing.discard, {}),
    ):
        with pytest.raises(NotVisible), transaction.atomic():
            act(assessment, by=cast.case_manager, **facts)


def test_open_ones_count_for_no_step_of_the_case(cast, given):
    case = given.case()
    judged(case, by=cast.biss)

    with pytest.raises(NotNow), transaction.atomic():
        cases.assess(case, by=cast.case_manager, **ASKED)

    assert case.state == State.FLAGGED


def test_who_was_narrowed_meanwhile_is_told_so_and_can_still_discard(cast, given):
    case = given.case(at=State.ASSESSED)
    assessment = judged(case, by=cast.biss)
    narrowed = {Section.RISK: "r", Section.ANSWERS: "-"}
    admissions.narrow(case, by=cast.case_manager, institution=cast.biss.institution, views=narrowed)

    with pytest.raises(Denied, match="trägt zu diesem"), transaction.atomic():
        assessing.answer(assessment, by=cast.biss, instrument="lap", answers=said(i1="no"))
    assessing.discard(assessment, by=cast.biss)

    with beyond_row_security():
        assert not Assessment.objects.open().exists()
