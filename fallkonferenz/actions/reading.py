"""Readings: the case list, the case file, a measure, who sees what. Each is logged before anything is shown."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model

from fallkonferenz.access import board, scope
from fallkonferenz.access.check import Standing
from fallkonferenz.access.glance import Glance, glance, items_of, named_in
from fallkonferenz.access.scope import CasePage, Place
from fallkonferenz.access.sight import Sight
from fallkonferenz.actions import flags
from fallkonferenz.actions.flags import Raised
from fallkonferenz.actions.gate import reading
from fallkonferenz.cases.levels import Moved, replayed
from fallkonferenz.cases.models import Case, FirearmsAnswer, Party
from fallkonferenz.cases.sections import Section
from fallkonferenz.conferences.models import AgendaItem
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.models import Measure
from fallkonferenz.vault.sealing import CaseVault


@dataclass(frozen=True)
class Opened:
    """A row and its opened texts by column; a column that was never sealed reads as an empty text."""

    row: Any
    texts: dict[str, str]


def open_rows(vault: CaseVault, rows: Iterable[Model], *columns: str) -> list[Opened]:
    return [Opened(row, {column: vault.read(row, column) for column in columns}) for row in rows]


@reading("case.list", shows=lambda page: {"cases": [row.case.code for row in page.rows]})
def cases(
    *,
    by: Person,
    state: str = "",
    show: str = "",
    codes: Collection[str] | None = None,
    after: Place | None = None,
) -> CasePage:
    return scope.case_page(by, state=state, show=show, codes=codes, after=after)


@dataclass(frozen=True)
class CaseFile:
    """All of a case that one reader may see; what is not for this reader is not in here."""

    case: Case
    sight: Sight
    standing: Standing
    parties: list[Party]
    referrals: list[Opened]
    entries: list[Opened]
    assessments: list[Opened]
    measures: list[Opened]
    items: list[Opened]
    contact: dict[str, Any] | None
    firearms: FirearmsAnswer | None
    next_assessment: datetime | None
    lowered: list[Moved]
    flags: list[Raised]
    is_assessing: bool
    reference: str
    closing_reasons: str
    uninformed_reasons: str

    def entries_of(self, section: str) -> list[Opened]:
        return [opened for opened in self.entries if opened.row.section == section]

    @property
    def level(self) -> str:
        """The level that follows from what this reader may see; "" where there is none."""
        raised = [Moved(each.row.at, each.row.level) for each in self.assessments]
        return replayed([*raised, *self.lowered])


MEASURE_TEXTS = ("what", "due_event", "outcome", "needed", "instead")


@reading("case.read")
def case_file(case: Case, *, by: Person) -> CaseFile:
    """Open a case file with one unwrapping of its key."""
    sight = scope.sections_visible(by, case)
    head = glance(by, case, sight)
    vault = CaseVault.open(case.pk)
    entries = open_rows(vault, scope.entries_visible(by, case).select_related("corrected_by"), "text")
    assessments = open_rows(vault, scope.assessments_visible(by, case), "reasons", flags.COLUMN)
    return CaseFile(
        case=case,
        sight=sight,
        standing=Standing(by, case, said=head.said),
        parties=head.parties,
        referrals=_referrals(scope.referrals_visible(by, sight, case), vault),
        entries=entries,
        assessments=assessments,
        measures=open_rows(vault, scope.measures_visible(by, case), *MEASURE_TEXTS),
        items=_items(items_of(case), sight, vault, is_assessing=head.is_assessing),
        contact=_contact(head, vault),
        firearms=head.firearms,
        next_assessment=head.next_assessment,
        lowered=head.lowered,
        flags=_flags(case, sight, head, assessments, entries),
        is_assessing=head.is_assessing,
        reference=vault.read(head.reference, "reference") if head.reference else "",
        closing_reasons=vault.read(case, "closing_reasons") if sight.reads(Section.RISK) else "",
        uninformed_reasons=vault.read(case, "uninformed_reasons") if sight.reads(Section.ENDANGERING) else "",
    )


def _flags(case: Case, sight: Sight, head: Glance, assessments: list[Opened], entries: list[Opened]) -> list[Raised]:
    """Red flags are the section on risk, also where they follow from what stands in another one."""
    named = flags.named(assessments)
    if not sight.reads(Section.RISK):
        return named
    told = [
        each.row for each in entries if each.row.section == Section.INCIDENT and not hasattr(each.row, "corrected_by")
    ]
    happened, least = [row.happened_at for row in told], case.region.escalation_events
    recorded = flags.recorded(separated_at=head.separated_at, incidents=happened, least=least)
    return [*named, *flags.armed(head.arms, named), *recorded]


def _referrals(rows: Iterable[Any], vault: CaseVault) -> list[Opened]:
    return [Opened(row, {"why_not": vault.read(row, "why_not") if row.is_opened else ""}) for row in rows]


def _items(items: Iterable[AgendaItem], sight: Sight, vault: CaseVault, *, is_assessing: bool) -> list[Opened]:
    """What a conference recorded, each text with the section it belongs to; no dissent of others while one assesses."""
    columns = {"reason": Section.RISK, "person_view": Section.VICTIM, "dissent": Section.RISK}
    shown = {name for name, section in columns.items() if sight.reads(section)} - (
        {"dissent"} if is_assessing else set()
    )
    return [Opened(item, {name: vault.read(item, name) if name in shown else "" for name in columns}) for item in items]


def _contact(head: Glance, vault: CaseVault) -> dict[str, Any] | None:
    """How the person at risk may be reached."""
    if head.contact is None:
        return None
    terms = json.loads(vault.read(head.contact, "terms"))
    return {**terms, "through": head.region[terms["through"]], "at": head.contact.at}


def _on_the_board(page: board.Page) -> dict[str, list[str]]:
    """Whoever asks who has seen a case asks for its code: measures are of cases, too."""
    rows = [opened.row for opened in page.rows]
    return {"cases": sorted({row.case.code for row in rows}), "measures": [str(row.pk) for row in rows]}


@reading("measure.list", shows=_on_the_board)
def measures(
    *,
    by: Person,
    show: str = board.OPEN,
    of: int | None = None,
    cases: Iterable[Case] | None = None,
    after: board.Line | None = None,
) -> board.Page:
    """A page of what the own institution is to do, one unwrapping per case; ``cases`` narrows it to some."""
    page = board.page(by, show=show, of=of, cases=cases, after=after)
    vaults = CaseVault.open_each(row.case_id for row in page.rows)
    return replace(page, rows=[Opened(row, {"what": vaults[row.case_id].read(row, "what")}) for row in page.rows])


@dataclass(frozen=True)
class MeasureFile:
    measure: Opened
    standing: Standing
    sections: list[str]
    contributing: list[Institution]
    questions: list[Opened]


@reading("measure.read")
def measure_file(measure: Measure, *, by: Person) -> MeasureFile:
    vault = CaseVault.open(measure.case_id)
    sections, contributing = named_in(measure)
    return MeasureFile(
        measure=open_rows(vault, [measure], *MEASURE_TEXTS)[0],
        standing=Standing(by, measure),
        sections=[str(section.label) for section in sections],
        contributing=contributing,
        questions=open_rows(vault, measure.questions.select_related("institution", "author"), "text"),
    )
