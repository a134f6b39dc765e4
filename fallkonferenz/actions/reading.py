"""Readings: the case list, the case file, a measure, who sees what. Each is logged before anything is shown."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from fallkonferenz.access import scope
from fallkonferenz.access.check import Standing
from fallkonferenz.access.scope import CasePage, Place
from fallkonferenz.access.sight import Sight, sight_of_institution
from fallkonferenz.actions.gate import reading
from fallkonferenz.cases.models import (
    Admission,
    Case,
    Ground,
    OwnReference,
    Participation,
    Party,
    Telling,
)
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


def _open(vault: CaseVault, rows: Iterable[Model], *columns: str) -> list[Opened]:
    return [Opened(row, {column: vault.read(row, column) for column in columns}) for row in rows]


@reading("case.list", shows=lambda page: {"cases": [row.case.code for row in page.rows]})
def cases(*, by: Person, state: str = "", code: str = "", after: Place | None = None) -> CasePage:
    return scope.case_page(by, state=state, code=code, after=after)


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
    standing = Standing(by, case)
    sight = scope.sections_visible(by, case)
    vault = CaseVault.open(case.pk)
    return CaseFile(
        case=case,
        sight=sight,
        standing=standing,
        parties=scope.parties_visible(sight, case),
        referrals=_referrals(case, sight, vault),
        entries=_open(vault, scope.entries_visible(sight, case).select_related("corrected_by"), "text"),
        assessments=_open(vault, scope.assessments_visible(sight, case), "reasons"),
        measures=_open(vault, scope.measures_visible(sight, case), *MEASURE_TEXTS),
        items=_items(case, sight, vault),
        contact=_contact(case, sight, vault),
        reference=_reference(case, sight, vault),
        closing_reasons=vault.read(case, "closing_reasons") if sight.reads(Section.RISK) else "",
        uninformed_reasons=vault.read(case, "uninformed_reasons") if sight.reads(Section.ENDANGERING) else "",
    )


def _referrals(case: Case, sight: Sight, vault: CaseVault) -> list[Opened]:
    """Who referred is part of the section on incidents; one's own referral is always seen."""
    rows = case.referrals.select_related("institution")
    if not sight.reads(Section.INCIDENT):
        rows = rows.filter(institution=sight.institution)
    return _open(vault, rows, "why_not")


def _items(case: Case, sight: Sight, vault: CaseVault) -> list[Opened]:
    """What a conference recorded, each text with the section it belongs to."""
    columns = {"reason": Section.RISK, "person_view": Section.VICTIM, "dissent": Section.RISK}
    return [
        Opened(
            item, {name: vault.read(item, name) if sight.reads(section) else "" for name, section in columns.items()}
        )
        for item in _agenda(case).select_related("conference")
    ]


def _agenda(case: Case) -> Any:
    return AgendaItem.objects.filter(case=case).prefetch_related("attendances__institution")


def _contact(case: Case, sight: Sight, vault: CaseVault) -> dict[str, Any] | None:
    """How the person at risk may be reached; for readers of the section on protection."""
    contact = case.safe_contacts.first() if sight.reads(Section.PROTECTION) else None
    if contact is None:
        return None
    terms = json.loads(vault.read(contact, "terms"))
    return {**terms, "through": Institution.objects.get(pk=terms["through"]), "at": contact.at}


def _reference(case: Case, sight: Sight, vault: CaseVault) -> str:
    own = OwnReference.objects.filter(case=case, institution=sight.institution).first()
    return vault.read(own, "reference") if own else ""


@dataclass(frozen=True)
class SightRow:
    """One admitted institution on the page "who sees what"."""

    participation: Participation
    views: dict[Section, str]
    people: list[Person]
    excluded: list[Person]


@dataclass(frozen=True)
class SightPage:
    case: Case
    rows: list[SightRow]
    history: list[Opened]
    grounds: list[Opened]
    tellings: list[Opened]


@reading("case.sight")
def who_sees(case: Case, *, by: Person) -> SightPage:
    """Who can see this case and which sections, from the same rights that decide; with history and grounds."""
    vault = CaseVault.open(case.pk)
    participations = case.participations.live().select_related("institution").prefetch_related("institution__people")
    return SightPage(
        case=case,
        rows=[_sight_row(case, each) for each in participations],
        history=_open(vault, Admission.objects.filter(case=case).select_related("institution", "by"), "reasons"),
        grounds=_open(
            vault,
            Ground.objects.filter(case=case).select_related("discloser", "recipient", "concerns"),
            "reasons",
        ),
        tellings=_open(vault, Telling.objects.filter(case=case).select_related("institution", "person"), "reasons"),
    )


def _sight_row(case: Case, participation: Participation) -> SightRow:
    sight = sight_of_institution(participation.institution, case)
    people = [person for person in participation.institution.people.all() if person.is_active]
    out = set(case.exclusions.values_list("person", flat=True))
    return SightRow(
        participation,
        sight.views,
        [person for person in people if person.pk not in out],
        [person for person in people if person.pk in out],
    )


@reading("measure.list", shows=lambda rows: {"measures": [str(opened.row.pk) for opened in rows]})
def measures(*, by: Person) -> list[Opened]:
    """What the own institution is to do, overdue first; one unwrapping per case."""
    rows = list(scope.measures_of_institution(by).order_by("due_at"))
    vaults = {case: CaseVault.open(case) for case in {row.case_id for row in rows}}
    return [Opened(row, {"what": vaults[row.case_id].read(row, "what")}) for row in rows]


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
    return MeasureFile(
        measure=_open(vault, [measure], *MEASURE_TEXTS)[0],
        standing=Standing(by, measure),
        sections=[str(Section(reveal.section).label) for reveal in measure.reveals.all()],
        contributing=[each.institution for each in measure.contributions.select_related("institution")],
        questions=_open(vault, measure.questions.select_related("institution", "author"), "text"),
    )
