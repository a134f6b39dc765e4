"""Readings: the case list, the case file, a measure, who sees what. Each is logged before anything is shown."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from fallkonferenz.access import board, scope
from fallkonferenz.access.check import Standing
from fallkonferenz.access.glance import Glance, glance, items_of, named_in
from fallkonferenz.access.scope import CasePage, Place
from fallkonferenz.access.sight import Sight
from fallkonferenz.actions.gate import reading
from fallkonferenz.cases.models import Case, Party
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
    reference: str
    closing_reasons: str
    uninformed_reasons: str

    def entries_of(self, section: str) -> list[Opened]:
        return [opened for opened in self.entries if opened.row.section == section]

    @property
    def level(self) -> str:
        """The latest level this reader may see."""
        return self.assessments[-1].row.get_level_display() if self.assessments else ""


MEASURE_TEXTS = ("what", "due_event", "outcome", "needed", "instead")


@reading("case.read")
def case_file(case: Case, *, by: Person) -> CaseFile:
    """Open a case file with one unwrapping of its key."""
    sight = scope.sections_visible(by, case)
    head = glance(by, case, sight)
    vault = CaseVault.open(case.pk)
    return CaseFile(
        case=case,
        sight=sight,
        standing=Standing(by, case, said=head.said),
        parties=head.parties,
        referrals=_referrals(scope.referrals_visible(by, sight, case), vault),
        entries=open_rows(vault, scope.entries_visible(by, case).select_related("corrected_by"), "text"),
        assessments=open_rows(vault, scope.assessments_visible(by, case), "reasons"),
        measures=open_rows(vault, scope.measures_visible(by, case), *MEASURE_TEXTS),
        items=_items(items_of(case), sight, vault),
        contact=_contact(head, vault),
        reference=vault.read(head.reference, "reference") if head.reference else "",
        closing_reasons=vault.read(case, "closing_reasons") if sight.reads(Section.RISK) else "",
        uninformed_reasons=vault.read(case, "uninformed_reasons") if sight.reads(Section.ENDANGERING) else "",
    )


def _referrals(rows: Iterable[Any], vault: CaseVault) -> list[Opened]:
    return [Opened(row, {"why_not": vault.read(row, "why_not") if row.is_opened else ""}) for row in rows]


def _items(items: Iterable[AgendaItem], sight: Sight, vault: CaseVault) -> list[Opened]:
    """What a conference recorded, each text with the section it belongs to."""
    columns = {"reason": Section.RISK, "person_view": Section.VICTIM, "dissent": Section.RISK}
    return [
        Opened(
            item, {name: vault.read(item, name) if sight.reads(section) else "" for name, section in columns.items()}
        )
        for item in items
    ]


def _contact(head: Glance, vault: CaseVault) -> dict[str, Any] | None:
    """How the person at risk may be reached."""
    if head.contact is None:
        return None
    terms = json.loads(vault.read(head.contact, "terms"))
    return {**terms, "through": head.region[terms["through"]], "at": head.contact.at}


@reading("measure.list", shows=lambda page: {"measures": [str(opened.row.pk) for opened in page.rows]})
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
