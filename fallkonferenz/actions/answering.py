"""The instruments of an open assessment: which one in which version, its answers item by item, and what they score.

Instruments come from ``risk``, with the pack they were begun with. A result is written when the assessment is
completed, and never before.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import using
from fallkonferenz.actions.packs import Loaded, loaded_as, loaded_one
from fallkonferenz.cases.models import Assessment, AssessmentInstrument, ItemAnswers
from fallkonferenz.cases.words import Firearms, Source
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.sealing import CaseVault
from risk.answers import Answer
from risk.instruments.common import AGE_AT_RISK, PAIR
from risk.result import BadAnswers, Fault, apart, as_json
from risk.scoring import applies, score
from risk.shape import RedFlag

GONE = gettext_lazy("This instrument is no longer offered. Discard the assessment and begin a new one.")
NEW_VERSION = gettext_lazy(
    "This instrument has a new version since the assessment was begun. Discard it and begin a new one."
)
COMPLETE = gettext_lazy("This assessment is complete and is not changed any more. Begin a new one.")
LONGEST_WHO = 200  # characters of who said so
Answers = dict[str, dict[str, Any]]
OF_THE_PAIR = {fact.key for fact in (*PAIR, AGE_AT_RISK)}


class NotAnswered(NotNow):
    """Answers that cannot be given; ``faults`` are (code of the item or fact, sentence). Nothing was kept."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = faults
        super().__init__(" ".join(sentence for _code, sentence in faults))


def offer(assessment: Assessment, key: str, facts: Mapping[str, object]) -> AssessmentInstrument:
    """Put an instrument into an assessment, if it is valid for the pair and for who assesses."""
    try:
        loaded = loaded_one(key)
    except LookupError as unknown:
        raise NotNow(_("There is no such instrument.")) from unknown
    not_by, not_valid = using.why_not(loaded.instrument, assessment.institution), applies(loaded.instrument, facts)
    if not_by or not_valid:
        raise NotNow(" ".join(filter(None, [not_by, *(_said(sentence) for sentence in not_valid)])))
    return _begun(assessment, loaded, facts)


def _begun(assessment: Assessment, loaded: Loaded, facts: Mapping[str, object]) -> AssessmentInstrument:
    whose: dict[str, Any] = {"case": assessment.case, "institution": assessment.institution}
    instrument, known = loaded.instrument, {fact.key for fact in loaded.instrument.facts}
    used = AssessmentInstrument.objects.create(
        assessment=assessment,
        instrument=instrument.key,
        version=instrument.version,
        pack_sha256=loaded.sha256,
        **whose,
    )
    held = ItemAnswers(instrument=used, **whose)
    of_it = {name: value for name, value in facts.items() if name in known}
    CaseVault.open(assessment.case_id).seal(held, answers="{}", facts=json.dumps(of_it))
    held.save(force_insert=True)
    return used


def keep(
    assessment: Assessment,
    key: str,
    *,
    by: Person,
    answers: Mapping[str, Mapping[str, Any] | None],
    facts: Mapping[str, object],
    norm_set: str | None,
) -> AssessmentInstrument:
    """Some answers more, or taken back; nothing is kept if one of all that stand then cannot be given."""
    used = assessment.instruments.select_related("item_answers").filter(instrument=key).first()
    if used is None:
        raise NotNow(_("This instrument is not part of the assessment."))
    vault, held = CaseVault.open(assessment.case_id), used.item_answers
    now = clock.now().isoformat()
    told = {code: None if each is None else _told(code, each, now, by) for code, each in answers.items()}
    merged: Answers = _given(_read(vault, held, "answers") | told)
    known = _given(_read(vault, held, "facts") | dict(facts))
    used.norm_set = used.norm_set if norm_set is None else norm_set
    _scored(used, merged, known)
    vault.seal(held, answers=json.dumps(merged), facts=json.dumps(known))
    held.changed_at = clock.now()
    held.save(update_fields=["answers", "facts", "changed_at"])
    used.save(update_fields=["norm_set"])
    return used


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {code: each for code, each in answers.items() if each is not None}


def _told(code: str, said: Mapping[str, Any], now: str, by: Person) -> dict[str, Any]:
    """One answer with who says so, since when, and by whom it was typed. Only what was not asked has no source."""
    source, who = said.get("source", ""), str(said.get("who", ""))
    if source not in Source.values and (source or says_something(said.get("answer"))):
        raise NotAnswered([(code, _("Choose how this is known."))])
    if len(who) > LONGEST_WHO:
        raise NotAnswered([(code, _("Say in a few words who says so."))])
    return {"answer": said.get("answer"), "source": source, "who": who, "at": now, "by": str(by.pk)}


def says_something(answer: object) -> bool:
    """Whether somebody knows it, or knows that it is unknown: more than that it was not asked."""
    told = answer.values() if isinstance(answer, Mapping) else [answer]
    return any(each != Answer.NOT_ASKED for each in told)


def score_all(assessment: Assessment, vault: CaseVault) -> list[dict[str, Any]]:
    """Score each instrument and write its result; the results as plain values. What names items stays with the answers."""
    results = []
    for used in assessment.instruments.select_related("item_answers"):
        held = used.item_answers
        result = _scored(used, _read(vault, held, "answers"), _read(vault, held, "facts"))
        follows, naming = apart(result)
        vault.seal(used, result=json.dumps(follows))
        used.save(update_fields=["result"])
        vault.seal(held, reasons=json.dumps(naming))
        held.save(update_fields=["reasons"])
        results.append(follows)
    return results


def must_agree_on_firearms(assessment: Assessment, results: list[dict[str, Any]]) -> None:
    """What stands in the head of the case must not say no where an answer says yes."""
    told = any(str(RedFlag.FIREARM) in result["red_flags"] for result in results)
    if told and assessment.firearms == Firearms.NO:
        raise NotNow(
            _(
                "An answer tells of a firearm, and your own judgement says there is none. Change one of them, or choose"
                " “unknown”."
            )
        )


def flags_of(assessment: Assessment, results: list[dict[str, Any]], named: Iterable[str] = ()) -> set[str]:
    """Every red flag that the judgement ``named``, or an instrument or the question about firearms raised."""
    raised = {*named, *(flag for result in results for flag in result["red_flags"])}
    if assessment.firearms == Firearms.YES:
        raised.add(str(RedFlag.FIREARM))
    return raised


def _scored(used: AssessmentInstrument, answers: Answers, facts: Mapping[str, object]) -> dict[str, Any]:
    loaded = _as_begun(used)
    given = {code: each["answer"] for code, each in answers.items()}
    try:
        result = score(loaded.instrument, given, facts=facts, norm_set=used.norm_set or None, pack=loaded.pack)
    except BadAnswers as bad:
        raise NotAnswered([_fault(fault) for fault in bad.faults]) from bad
    return {"lifts_to": None} | as_json(result)


def _as_begun(used: AssessmentInstrument) -> Loaded:
    """With the pack it was begun with. An instrument that moved on meanwhile cannot be answered half and half."""
    try:
        loaded = loaded_as(used.instrument, used.pack_sha256)
    except LookupError as gone:
        raise NotNow(str(GONE)) from gone
    if loaded.instrument.version != used.version:
        raise NotNow(str(NEW_VERSION))
    return loaded


def must_be_open(assessment: Assessment) -> None:
    if not assessment.is_open:
        raise NotNow(str(COMPLETE))


def must_still_be_offered(assessment: Assessment) -> None:
    """Nothing more is asked for an assessment that could never be completed."""
    for used in assessment.instruments.all():
        _as_begun(used)


def is_answered(used: AssessmentInstrument) -> bool:
    vault, held = CaseVault.open(used.case_id), used.item_answers
    return was_answered(_read(vault, held, "answers"), _read(vault, held, "facts"))


def was_answered(answers: Answers, facts: Mapping[str, object]) -> bool:
    """An item, or a fact beside those of the pair that it was begun with."""
    return bool(answers or facts.keys() - OF_THE_PAIR)


def _fault(fault: Fault) -> tuple[str, str]:
    return fault.code, _said(fault.sentence)


def _said(sentence: Any) -> str:
    return str(sentence.in_(get_language() or "de"))


def _read(vault: CaseVault, held: ItemAnswers, column: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(vault.read(held, column) or "{}")
    return found
