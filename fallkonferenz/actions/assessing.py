"""Assessments: begun, answered in as many sittings as it takes, judged, completed; and the short form, a judgement alone.

Judgement and instruments may each lift the level of the case. Neither lowers the other, and no assessment lowers the
case, whoever writes it (``actions/lowering.py``).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import Denied, NotNow
from fallkonferenz.access.seen import assessments_seen_by
from fallkonferenz.access.sight import Sight
from fallkonferenz.actions import answering, flags, judging, levels, rhythm, unfinished
from fallkonferenz.actions.firearms import record
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.steps import must_contribute
from fallkonferenz.cases.levels import highest
from fallkonferenz.cases.models import Assessment, AssessmentInstrument, Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import AskedAt, Firearms, PartyRole
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.sealing import CaseVault


@action("assessment.begin", notes=("instruments",))
def begin(
    case: Case, *, by: Person, instruments: Iterable[str] = (), facts: Mapping[str, object] | None = None
) -> Assessment:
    """Open an assessment of one's own institution, with the instruments that are valid for these ``facts`` of the pair.

    From here to its completion the assessments of others are hidden, so that it is independent of them.
    """
    must_contribute(by, case, [Section.RISK, Section.ANSWERS])
    _must_not_be_open(case, by)
    assessment = _new(case, by)
    assessment.save(force_insert=True)
    for key in dict.fromkeys(instruments):
        answering.offer(assessment, key, facts or {})
    return assessment


@action("assessment.answer", notes=("instrument",))
def answer(
    assessment: Assessment,
    *,
    by: Person,
    instrument: str,
    answers: Mapping[str, Mapping[str, Any] | None],
    facts: Mapping[str, object] | None = None,
    norm_set: str | None = None,
) -> AssessmentInstrument:
    """Keep some answers, as {code: {"answer", "source", "who"}}; those of other items stay. NotAnswered with its faults.

    None instead of an answer, or of a fact, takes back the one that was kept.
    ``norm_set`` is the key of the norms to compare with, "" for none; None leaves it as it is.
    """
    answering.must_be_open(assessment)
    must_contribute(by, assessment.case, [Section.RISK, Section.ANSWERS])
    return answering.keep(assessment, instrument, by=by, answers=answers, facts=facts or {}, norm_set=norm_set)


@action("assessment.judge")
def judge(
    assessment: Assessment, *, by: Person, firearms: str, seen: str | None = None, **judgement: Any
) -> Assessment:
    """The own judgement, before any score is shown, with the parts that ``judging.enter`` names.

    It takes the place of the one whose mark is ``seen``, and of no other.
    """
    answering.must_be_open(assessment)
    sight = must_contribute(by, assessment.case, [Section.RISK, Section.ANSWERS])
    _must_answer_on_firearms(firearms)
    answering.must_still_be_offered(assessment)
    judging.must_be_as_seen(assessment, seen)
    judging.enter(assessment, by=by, sight=sight, firearms=firearms, **judgement)
    return assessment


# The web role may change no other columns.
COMPLETED = ("completed_at", "at", "level", "flags")


@action("assessment.complete")
def complete(assessment: Assessment, *, by: Person, seen: str | None = None) -> Assessment:
    """Score the instruments and set the level: the highest of judgement and instruments. Never changed after this.

    Stale if the judgement is another one than that whose mark was ``seen``.
    """
    answering.must_be_open(assessment)
    judging.must_be_as_seen(assessment, seen)
    if assessment.judged_at is None:
        raise NotNow(_("Your own judgement comes first: enter it before the result is shown."))
    case = assessment.case
    if case.reopened_at and assessment.judged_at < case.reopened_at:
        raise NotNow(_("The case was taken up again after your judgement: judge anew first."))
    _must_read_and_write_risk(by, case)
    vault = CaseVault.open(case.pk)
    results = answering.score_all(assessment, vault)
    answering.must_agree_on_firearms(assessment, results)
    _completed(assessment, vault, results, by=by)
    unfinished.tell_meanwhile(assessment, by=by)
    return assessment


def _completed(assessment: Assessment, vault: CaseVault, results: list[dict[str, Any]], *, by: Person) -> Assessment:
    named = flags.read(vault.read(assessment, flags.COLUMN))
    vault.seal(assessment, flags=flags.written(answering.flags_of(assessment, results, named)))
    assessment.completed_at = assessment.at = clock.now()
    assessment.level = highest(assessment.judgement_level, *(each["lifts_to"] or "" for each in results))
    assessment.save(update_fields=COMPLETED)
    _count(assessment, vault.read(assessment, "firearms_note"), by=by)
    return assessment


@action("assessment.discard")
def discard(assessment: Assessment, *, by: Person) -> Assessment:
    """Take back an open assessment; nothing of it stays but the entry in the log."""
    answering.must_be_open(assessment)
    key = assessment.pk
    _rows, gone = assessment.delete()
    if not gone.get(Assessment._meta.label):
        raise NotNow(str(answering.COMPLETE))
    assessment.pk = key  # what the log is told
    unfinished.tell_meanwhile(assessment, by=by)
    return assessment


@action("assessment.add", notes=("reassess_on",))
def add(case: Case, *, by: Person, firearms: str, reassess_on: date | None = None, **judgement: Any) -> Assessment:
    """The short form: a whole judgement (``judging.enter``), complete at once. It can raise the level of the case."""
    _must_answer_on_firearms(firearms)
    assessment = write_assessment(case, by=by, firearms=firearms, **judgement)
    if reassess_on:
        rhythm.plan_for(case, reassess_on)
    return assessment


def write_assessment(case: Case, *, by: Person, closing: bool = False, **judgement: Any) -> Assessment:
    """Within a step of the case, which asks about firearms itself, the judgement says nothing of them."""
    sight = _must_read_and_write_risk(by, case)
    _must_not_be_open(case, by)
    assessment = _new(case, by)
    assessment.closing = closing
    assessment.save(force_insert=True)
    vault = judging.enter(assessment, by=by, sight=sight, **judgement)
    return _completed(assessment, vault, [], by=by)


def _new(case: Case, by: Person) -> Assessment:
    return Assessment(
        case=case,
        institution=by.own_institution,
        author=by,
        concerns=case.party(PartyRole.AT_RISK),
        independent=not _reads_others(case, by),
        supersedes=case.assessments.completed().filter(institution=by.own_institution).latest_or_none(),
    )


def _reads_others(case: Case, by: Person) -> bool:
    others = case.assessments.exclude(institution=by.own_institution)
    return others.filter(assessments_seen_by(by)).exists()


def _count(assessment: Assessment, firearms_note: str, *, by: Person) -> None:
    """What follows from a completed assessment: level, rhythm, the answer about firearms, word to those who may see it."""
    case = assessment.case
    levels.lift(case, assessment.level)
    case.save()
    if assessment.firearms:
        record(case, by=by, step=AskedAt.ASSESSMENT, answer=assessment.firearms, note=firearms_note)
    rhythm.assessed(case, assessment)
    enqueue("assessment.add", case=case.pk, about=assessment.pk, by=by.pk)


def _must_not_be_open(case: Case, by: Person) -> None:
    if case.assessments.open().filter(institution=by.own_institution).exists():
        raise NotNow(_("Your institution has an open assessment of this case. Complete or discard it first."))


def _must_read_and_write_risk(by: Person, case: Case) -> Sight:
    sight = must_contribute(by, case, [Section.RISK])
    if not sight.reads(Section.RISK):
        raise Denied(_("Only an institution that reads and writes under risk can complete an assessment."))
    return sight


def _must_answer_on_firearms(firearms: str) -> None:
    if firearms not in Firearms:
        raise NotNow(_("A judgement has an answer about firearms."))
