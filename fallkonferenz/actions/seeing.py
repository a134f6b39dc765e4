"""Who sees what of a case, and why: from the same rights that decide. And the grounds of sharing of one institution."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from fallkonferenz.access.sections import ceiling
from fallkonferenz.access.sight import Sight, with_sights
from fallkonferenz.actions.gate import reading
from fallkonferenz.actions.reading import Opened, open_rows
from fallkonferenz.cases.models import Admission, Case, Exclusion, Ground, Participation, Telling
from fallkonferenz.cases.models.admission import AdmissionAct
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS, Role
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.sealing import CaseVault


@dataclass(frozen=True)
class GroundRow:
    """A ground and whether it opens anything: in force, of a bearer of secrets, for a section the recipient may read."""

    ground: Ground
    reasons: str
    opens: bool


@dataclass(frozen=True)
class SightRow:
    """One admitted institution: why it is, what it sees, and who acts for it."""

    participation: Participation
    admission: Opened | None
    views: dict[Section, str]
    widest: dict[Section, str]
    people: list[Person]
    excluded: list[Exclusion]
    opened_by: list[GroundRow]

    @property
    def institution(self) -> Institution:
        return self.participation.institution

    @property
    def narrowed(self) -> list[Section]:
        return [section for section in Section if self.views[section] != self.widest[section]]


@dataclass(frozen=True)
class SightPage:
    case: Case
    rows: list[SightRow]
    history: list[Opened]
    grounds: list[GroundRow]
    tellings: list[Opened]


@reading("case.sight")
def who_sees(case: Case, *, by: Person) -> SightPage:
    """Who can see this case and which sections, since when, by whom, on which ground; with history and grounds."""
    vault = CaseVault.open(case.pk)
    taking_part = with_sights(case)
    sights = {row.institution_id: sight for row, sight in taking_part.items()}
    people = _people_of(sights)
    exclusions = list(case.exclusions.select_related("person", "by"))
    admissions = Admission.objects.filter(case=case).select_related("institution", "by")
    history = open_rows(vault, admissions, "reasons")
    grounds = _ground_rows(vault, Ground.objects.filter(case=case), sights)
    tellings = Telling.objects.filter(case=case).select_related("institution", "person", "recorded_by")
    return SightPage(
        case=case,
        rows=[_row(each, sight, people, exclusions, history, grounds) for each, sight in taking_part.items()],
        history=history,
        grounds=grounds,
        tellings=open_rows(vault, tellings, "reasons"),
    )


def _people_of(institutions: Iterable[int]) -> list[Person]:
    return list(Person.objects.filter(institution__in=institutions, is_active=True))


def _row(
    participation: Participation,
    sight: Sight,
    people: list[Person],
    exclusions: list[Exclusion],
    history: list[Opened],
    grounds: list[GroundRow],
) -> SightRow:
    institution = participation.institution
    excluded = [each for each in exclusions if each.person.institution_id == institution.pk]
    out = {each.person_id for each in excluded}
    admitted = [
        act for act in history if act.row.act == AdmissionAct.ADMITTED and act.row.institution_id == institution.pk
    ]
    return SightRow(
        participation=participation,
        admission=admitted[-1] if admitted else None,
        views=sight.views,
        widest=ceiling(institution.kind),
        people=[each for each in people if each.institution_id == institution.pk and each.pk not in out],
        excluded=excluded,
        opened_by=[row for row in grounds if row.opens and row.ground.recipient_id == institution.pk],
    )


def _ground_rows(vault: CaseVault, grounds: QuerySet[Ground], sights: dict[int, Sight]) -> list[GroundRow]:
    rows = grounds.select_related("discloser", "recipient", "concerns", "recorded_by")
    return [GroundRow(ground, vault.read(ground, "reasons"), _opens(ground, sights)) for ground in rows]


def _opens(ground: Ground, sights: dict[int, Sight]) -> bool:
    of_a_bearer = ground.discloser.kind in BEARERS_OF_SECRETS
    return ground.is_in_force and of_a_bearer and _reads(ground, sights)


def _reads(ground: Ground, sights: dict[int, Sight]) -> bool:
    """The recipient takes part and reads the section of the ground."""
    sight = sights.get(ground.recipient_id)
    return sight is not None and sight.reads(ground.section)


@reading("ground.list")
def grounds(case: Case, *, by: Person) -> list[GroundRow]:
    """The grounds of the own institution; all of them for the case management. Reasons belong to who shares.

    What was opened to the own institution is told as far as it reads the section: the others do not exist for it.
    """
    manages = by.role == Role.CASE_MANAGER
    own = Q() if manages else Q(discloser=by.institution_id) | Q(recipient=by.institution_id)
    sights = {row.institution_id: sight for row, sight in with_sights(case).items()}
    rows = _ground_rows(CaseVault.open(case.pk), Ground.objects.filter(own, case=case), sights)
    return [
        row if manages or row.ground.discloser_id == by.institution_id else GroundRow(row.ground, "", row.opens)
        for row in rows
        if manages or row.ground.discloser_id == by.institution_id or _reads(row.ground, sights)
    ]
