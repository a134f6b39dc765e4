"""The only way a screen gets data of a case. What is not visible does not exist: 404, never 403."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Model, Prefetch, Q, QuerySet

from fallkonferenz.access.facts import keep_facts, with_facts
from fallkonferenz.access.listing import narrowed
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.access.relations import AT_TABLE, INVITED, OF_REGION, OWN_DRAFT, is_own_admission, live
from fallkonferenz.access.seen import (
    assessments_seen_by,
    entries_seen_by,
    is_assessing,
    measures_seen_by,
    referral_is_opened_to,
)
from fallkonferenz.access.sight import Sight, sight_of
from fallkonferenz.cases.models import Assessment, Case, Entry, Participation, Party, Referral
from fallkonferenz.cases.sections import Section
from fallkonferenz.conferences.models import AgendaItem, Attendance, Conference
from fallkonferenz.drafts.models import Draft
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.models import Duty, Measure
from fallkonferenz.outbox.models import Notice

PAGE = 25
# All that a row of the list says; what is missing here, each row would have to ask for by itself.
SHOWN = (
    "sort_at",
    *(f"case__{name}" for name in ("code", "state", "state_since", "sharing_stopped_at")),
    "case__lead",
)
# Put together once: what every page asks alike.
ROWS = Participation.objects.select_related("case").only(*SHOWN).order_by("-sort_at", "-case_id")
# Few institutions lead the cases of a page: their names are asked for once, not in every row.
LEADS = Prefetch("case__lead", Institution.objects.only("name"))
Found = TypeVar("Found", bound=Model)


def one_or_404(found: QuerySet[Found], pk: UUID, person: Person) -> Found:
    """The thing with its facts, or NotVisible: that it exists is already something to protect."""
    thing = with_facts(found, person).filter(pk=pk).first()
    if thing is None:
        raise NotVisible
    keep_facts(person, thing)
    return thing


def cases_visible_to(person: Person) -> QuerySet[Case]:
    return Case.objects.filter(live(person))


def case_or_404(person: Person, pk: UUID) -> Case:
    return one_or_404(cases_visible_to(person).select_related("region", "recognised_by", "lead"), pk, person)


@dataclass(frozen=True)
class Place:
    """Where a page of the case list begins: behind this case, in the order of the list."""

    sort_at: datetime
    case: UUID


@dataclass(frozen=True)
class CasePage:
    rows: list[Participation]
    next: Place | None


def case_page(
    person: Person,
    *,
    state: str = "",
    show: str = "",
    codes: Collection[str] | None = None,
    after: Place | None = None,
) -> CasePage:
    """One page of the visible cases, latest change of state first; one query along the list index.

    ``codes`` are whole codes: a part of one finds nothing, so that nobody can feel for codes.
    """
    in_state = {"state": state} if state else {}
    rows: QuerySet[Participation] = ROWS.filter(is_own_admission(person), **in_state)
    if person.role == Role.CASE_MANAGER:  # the one who is shown who leads and how long a case may wait
        waiting = ExpressionWrapper(is_assessing(person, "case"), output_field=BooleanField())
        rows = rows.only(*SHOWN, "case__confer_by").prefetch_related(LEADS).annotate(is_assessing=waiting)
    if show:
        rows = narrowed(rows, person, show)
    if codes is not None:
        rows = rows.filter(case__code__in=codes)
    if after:
        # Said in this form the index serves both columns; the usual "or" would walk it like an offset.
        rows = rows.filter(Q(sort_at__lt=after.sort_at) | Q(case__lt=after.case), sort_at__lte=after.sort_at)
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return CasePage(found[:PAGE], Place(last.sort_at, last.case_id) if last else None)


def case_of_referral_or_404(person: Person, pk: UUID) -> Case:
    """The case that a referral typed by this person has become or joined."""
    case = cases_visible_to(person).filter(referrals__pk=pk, referrals__entered_by=person).first()
    if case is None:
        raise NotVisible
    return case


def is_referral(pk: UUID) -> bool:
    """Whether a flag that somebody is typing at was sent meanwhile, from another window."""
    return Referral.objects.filter(pk=pk).exists()


def sections_visible(person: Person, case: Case) -> Sight:
    return sight_of(person, case)


def entries_visible(person: Person, case: Case) -> QuerySet[Entry]:
    seen = Entry.objects.filter(entries_seen_by(person), case=case)
    return seen.select_related("institution", "author", "concerns")


def assessments_visible(person: Person, case: Case) -> QuerySet[Assessment]:
    return Assessment.objects.filter(assessments_seen_by(person), case=case).select_related("institution", "author")


def measures_visible(person: Person, case: Case) -> QuerySet[Measure]:
    return Measure.objects.filter(measures_seen_by(person), case=case).select_related("responsible")


def referrals_visible(person: Person, sight: Sight, case: Case) -> QuerySet[Referral]:
    """Seen with the section on incidents, the own ones always; ``is_opened`` says whether its text may be read."""
    is_opened = ExpressionWrapper(referral_is_opened_to(person), output_field=BooleanField())
    rows = Referral.objects.filter(case=case).annotate(is_opened=is_opened).select_related("institution")
    return rows if sight.reads(Section.INCIDENT) else rows.filter(institution=sight.institution)


def parties_visible(sight: Sight, case: Case) -> list[Party]:
    return parties_among(case.parties.all(), sight)


def parties_among(parties: Iterable[Party], sight: Sight) -> list[Party]:
    """The pair is known to whoever is admitted; others are known with the section they belong to."""
    return [
        party
        for party in parties
        if sight.institution is not None and (party.section is None or sight.views[party.section] != "-")
    ]


def entry_or_404(person: Person, pk: UUID) -> Entry:
    return one_or_404(Entry.objects.filter(entries_seen_by(person)).select_related("case"), pk, person)


def measure_or_404(person: Person, pk: UUID) -> Measure:
    seen: QuerySet[Measure] = Measure.objects.filter(measures_seen_by(person))
    return one_or_404(seen.select_related("case", "responsible"), pk, person)


def duties_of_institution(person: Person) -> QuerySet[Duty]:
    """What the own institution is responsible for or contributes to, in cases it takes part in now."""
    return Duty.objects.filter(live(person, "case"), institution=person.institution_id)


def measures_of(duties: QuerySet[Duty], *, most: int, backwards: bool = False) -> QuerySet[Measure]:
    """The measures of the first ``most`` duties by their date; ``backwards``, of the last.

    First a walk along an index, then what it found: the planner knows too little of what the policies leave over, and
    would rather look at everything and sort it.
    """
    side = "-" if backwards else ""
    walked = duties.order_by(f"{side}due_at", f"{side}measure_id").values("measure_id")[:most]
    found = Measure.objects.filter(pk__in=walked).select_related("case", "responsible")
    return found.order_by(f"{side}due_at", f"{side}pk")


def conferences_visible_to(person: Person) -> QuerySet[Conference]:
    """Case management: those of the region. Others: those at which one of their cases is heard."""
    relation = OF_REGION if person.role == Role.CASE_MANAGER else AT_TABLE
    return Conference.objects.filter(relation.holds(person))


def conference_or_404(person: Person, pk: UUID) -> Conference:
    return one_or_404(conferences_visible_to(person), pk, person)


def agenda_visible(person: Person, conference: Conference) -> QuerySet[AgendaItem]:
    """Items of visible cases only, and without numbers: how many others there are is nobody's business."""
    return AgendaItem.objects.filter(live(person, "case"), conference=conference).select_related("case")


def attendance_or_404(person: Person, pk: UUID) -> Attendance:
    return one_or_404(
        Attendance.objects.filter(INVITED.holds(person)).select_related("item__case", "item__conference"), pk, person
    )


def notices_of(person: Person) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person).select_related("message")


def notice_or_404(person: Person, pk: UUID) -> Notice:
    return one_or_404(notices_of(person), pk, person)


def drafts_of(person: Person) -> QuerySet[Draft]:
    """Latest first; those about a case only as long as the case is open to the person."""
    return Draft.objects.filter(OWN_DRAFT.holds(person))


def draft_or_404(person: Person, pk: UUID) -> Draft:
    return one_or_404(drafts_of(person), pk, person)
