"""Readings of risk assessments: those of a case beside each other, one with its answers, a request to lower the level."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fallkonferenz.access import judged, scope
from fallkonferenz.access.check import Standing
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.access.sight import Sight
from fallkonferenz.actions import flags
from fallkonferenz.actions.answering import was_answered
from fallkonferenz.actions.gate import reading
from fallkonferenz.actions.reading import Opened, open_rows
from fallkonferenz.cases.models import Assessment, AssessmentInstrument, Case, Lowering
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.sealing import CaseVault


@dataclass(frozen=True)
class OpenedInstrument:
    """``result`` is None until the assessment is complete; ``answers`` and ``facts`` are None where they may not be read.

    Where answers may be read, ``result`` also has what names their items: "named", "unknown" and "not_asked".
    """

    row: AssessmentInstrument
    result: dict[str, Any] | None
    answers: dict[str, dict[str, Any]] | None = None
    facts: dict[str, object] | None = None

    @property
    def is_answered(self) -> bool:
        """As far as this reader may know it."""
        return was_answered(self.answers or {}, self.facts or {})


@dataclass(frozen=True)
class AssessmentFile:
    """One assessment as one reader may see it; texts that are not for this reader are empty."""

    row: Assessment
    standing: Standing
    reasons: str
    worries: str
    flags: list[str]
    firearms: str
    firearms_note: str
    instruments: list[OpenedInstrument]
    shows_answers: bool = False
    person_view: str = ""
    why_not_heard: str = ""
    typed_by: Mapping[str, str] = field(default_factory=dict)  # names by key, of whoever typed an answer
    others: "Around | None" = None  # beside a completed one

    @property
    def last_told(self) -> dict[str, Any]:
        """The answer with a source that was kept last, of whatever instrument; empty while there is none."""
        told = [each for used in self.instruments for each in (used.answers or {}).values() if each["source"]]
        return max(told, key=lambda each: str(each["at"]), default={})

    @property
    def dissents(self) -> bool:
        """The own judgement was below what the instruments said: a differing view by itself."""
        return self.row.level != "" and self.row.level != self.row.judgement_level


@dataclass(frozen=True)
class Around:
    """All completed assessments of a case that its reader may see, the oldest first, and the requests to lower its level.

    While the reader's institution assesses, those of others are not among them.
    """

    assessments: list[AssessmentFile]
    lowerings: list[Lowering]
    is_assessing: bool

    @property
    def level(self) -> str:
        """That of the case now; "" while the own institution assesses, for what is left is not the level of the case."""
        if self.is_assessing:
            return ""
        return judged.level_of([each.row for each in self.assessments], self.lowerings)


@dataclass(frozen=True)
class Overview:
    """Oldest first. ``own_open`` is the one being made; until it is complete others are ``hidden``, if there are any."""

    case: Case
    sight: Sight
    standing: Standing
    level: str
    assessments: list[AssessmentFile]
    own_open: Assessment | None
    lowerings: list[Opened]
    dissents: list[Opened]
    firearms: list[Opened]

    @property
    def hidden(self) -> bool:
        return self.own_open is not None


@reading("assessment.list", shows=lambda shown: {"rows": [str(each.row.pk) for each in shown.assessments]})
def listed(case: Case, *, by: Person) -> Overview:
    """The history of the level with everything that speaks for it, without single answers. NotVisible without the section."""
    sight = scope.sections_visible(by, case)
    if sight.views[Section.RISK] == "-":
        raise NotVisible
    vault = CaseVault.open(case.pk)
    rows = list(judged.assessments_of_page(by, case).prefetch_related("instruments"))
    completed = [row for row in rows if not row.is_open]
    lowerings = list(judged.lowerings_visible(by, case))
    own_open = next((row for row in rows if row.is_open), None)
    return Overview(
        case=case,
        sight=sight,
        standing=Standing(by, case, assesses=own_open is not None),
        level=judged.level_of(completed, lowerings),
        assessments=[_file(row, vault, by) for row in completed],
        own_open=own_open,
        lowerings=open_rows(vault, lowerings, "reasons", "refusal_reasons"),
        dissents=open_rows(vault, judged.dissents_visible(by, case), "reasons"),
        firearms=open_rows(vault, judged.firearms_visible(by, case), "note"),
    )


def _rows(shown: AssessmentFile) -> list[str]:
    return [str(each.row.pk) for each in shown.others.assessments] if shown.others else []


@reading("assessment.read", shows=lambda shown: {"answers": shown.shows_answers, "rows": _rows(shown)})
def read(assessment: Assessment, *, by: Person) -> AssessmentFile:
    """One assessment; with single answers and the view of the person at risk for whom the section on answers is open."""
    row: Any = judged.again_or_404(by, assessment)
    vault = CaseVault.open(row.case_id)
    others = None if row.is_open else _around(row, vault, by)
    if not row.shows_answers:
        return replace(_file(row, vault, by), others=others)
    hearing = getattr(row, "hearing", None)
    file = _file(
        row,
        vault,
        by,
        shows_answers=True,
        person_view=vault.read(hearing, "person_view") if hearing else "",
        why_not_heard=vault.read(hearing, "why_not_heard") if hearing else "",
    )
    return replace(file, typed_by=_typed_by(file.instruments), others=others)


def _around(shown: Any, vault: CaseVault, by: Person) -> Around:
    rows = scope.assessments_visible(by, shown.case).prefetch_related("instruments")
    lowerings = list(judged.lowerings_visible(by, shown.case))
    return Around([_file(row, vault, by) for row in rows], lowerings, is_assessing=shown.is_assessing)


def _typed_by(instruments: Iterable[OpenedInstrument]) -> dict[str, str]:
    keys = {each["by"] for used in instruments for each in (used.answers or {}).values()}
    return {str(person.pk): str(person) for person in Person.objects.filter(pk__in=keys)} if keys else {}


def _file(
    row: Assessment, vault: CaseVault, by: Person, *, shows_answers: bool = False, **heard: Any
) -> AssessmentFile:
    used = row.instruments.select_related("item_answers") if shows_answers else row.instruments.all()
    return AssessmentFile(
        row=row,
        standing=Standing(by, row),
        reasons=vault.read(row, "reasons"),
        worries=vault.read(row, "worries"),
        flags=flags.read(vault.read(row, flags.COLUMN)),
        firearms=row.firearms,
        firearms_note=vault.read(row, "firearms_note"),
        instruments=[_instrument(each, vault, shows_answers=shows_answers) for each in used],
        shows_answers=shows_answers,
        **heard,
    )


def _instrument(used: AssessmentInstrument, vault: CaseVault, *, shows_answers: bool) -> OpenedInstrument:
    text = vault.read(used, "result")
    result = json.loads(text) if text else None
    if not shows_answers:
        return OpenedInstrument(used, result)
    held = used.item_answers
    if result is not None:
        result |= json.loads(vault.read(held, "reasons") or "{}")
    return OpenedInstrument(
        used, result, json.loads(vault.read(held, "answers")), json.loads(vault.read(held, "facts"))
    )


@reading("level.read_lower")
def request(lowering: Lowering, *, by: Person) -> Opened:
    """A request to lower the level, for whom it may be read."""
    row = judged.lowering_or_404(by, lowering.pk)
    return open_rows(CaseVault.open(row.case_id), [row], "reasons", "refusal_reasons")[0]
