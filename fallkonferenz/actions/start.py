"""What needs somebody now: the start page's reading. It opens no sealed text, so it shows codes and dates only."""

from dataclasses import dataclass

from django.db.models import Q

from fallkonferenz import clock
from fallkonferenz.access import scope, waiting
from fallkonferenz.access.anew import next_assessment
from fallkonferenz.access.relations import IN_CASE, INVITED
from fallkonferenz.access.seen import assessment_is_open_to
from fallkonferenz.actions.gate import reading
from fallkonferenz.cases.models import Assessment, Case, Referral
from fallkonferenz.cases.words import OPEN_STATES
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import AgendaItem, Answer, Attendance, ItemOutcome
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import OPEN, MeasureState
from fallkonferenz.measures.models import Measure

MOST = 100  # of each kind: whoever has more to do than that works through the lists


@dataclass(frozen=True)
class Overview:
    """What waits for somebody in the own cases, the most urgent of each kind; presenters choose what belongs to whom."""

    cases: list[Case]
    begun: list[Assessment]
    referrals: list[Referral]
    invitations: list[Attendance]
    meetings: list[AgendaItem]
    measures: list[Measure]
    notices: int

    def codes(self) -> list[str]:
        shown = [
            *self.cases,
            *(assessment.case for assessment in self.begun),
            *(referral.case for referral in self.referrals),
            *(attendance.item.case for attendance in self.invitations),
            *(item.case for item in self.meetings),
            *(measure.case for measure in self.measures),
        ]
        return sorted({case.code for case in shown})

    @property
    def is_cut(self) -> bool:
        """There may be more of some kind."""
        kinds = (self.cases, self.begun, self.referrals, self.invitations, self.meetings, self.measures)
        return any(len(each) == MOST for each in kinds)


@reading("case.overview", shows=lambda overview: {"cases": overview.codes()})
def overview(*, by: Person) -> Overview:
    return Overview(
        cases=_waiting_cases(by),
        begun=_begun(by),
        referrals=_to_be_confirmed(by),
        invitations=_invited(by),
        meetings=_to_be_held(by) if by.role == Role.CASE_MANAGER else [],
        measures=_due(by),
        notices=scope.notices_of(by).filter(read_at=None).count(),
    )


def _waiting_cases(by: Person) -> list[Case]:
    """Cases in which something is due: first whose date comes first, then what has no date, longest in its state first.

    Each with what waits in it, and ``next_assessment``, for who reads the section on risk: nobody else is told of it by
    ``waiting.anything``.
    """
    visible = scope.cases_visible_to(by).annotate(next_assessment=next_assessment(by))
    found = visible.annotate(**waiting.said_of(by)).filter(waiting.anything(by))
    return list(found.order_by(waiting.earliest(by).asc(nulls_last=True), "state_since", "pk")[:MOST])


def _begun(by: Person) -> list[Assessment]:
    """What the own institution has not completed: until then others' assessments are hidden from it."""
    left_open = Assessment.objects.filter(assessment_is_open_to(by), case__frozen_at=None)
    return list(left_open.select_related("case").order_by("begun_at")[:MOST])


def _to_be_confirmed(by: Person) -> list[Referral]:
    """What somebody else typed: shown to the institution that referred, and to the case management."""
    waiting = Referral.objects.filter(IN_CASE.holds(by), on_behalf=True, confirmed_at=None, case__state__in=OPEN_STATES)
    if by.role != Role.CASE_MANAGER:
        waiting = waiting.filter(institution=by.institution_id)
    return list(waiting.select_related("case", "institution")[:MOST])


def _invited(by: Person) -> list[Attendance]:
    """Where the own institution sits at the table, answered or not; what has been recorded is over."""
    open_invitations = Attendance.objects.filter(
        INVITED.holds(by),
        answer__in=(Answer.INVITED, Answer.ACCEPTED, Answer.APOLOGISED),
        item__outcome=ItemOutcome.OPEN,
        item__conference__state=ConferenceState.PLANNED,
    )
    found = open_invitations.select_related("item__case", "item__conference")
    return list(found.order_by("item__conference__starts_at")[:MOST])


def _to_be_held(by: Person) -> list[AgendaItem]:
    """What the case management prepares and records: visible cases on an agenda that is still open."""
    waiting = AgendaItem.objects.planned().filter(IN_CASE.holds(by))
    return list(waiting.select_related("case", "conference").order_by("conference__starts_at")[:MOST])


def _due(by: Person) -> list[Measure]:
    """Open measures by their date: the own ones; for the case management what is overdue or came back, too."""
    asked = Q(responsible=by.institution_id)
    if by.role == Role.CASE_MANAGER:
        asked |= Q(due_at__lt=clock.now()) | Q(state=MeasureState.REFUSED)
    duties = scope.duties_of_institution(by).filter(asked, state__in=OPEN)
    return list(scope.measures_of(duties, most=MOST))
