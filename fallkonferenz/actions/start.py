"""What needs somebody now: the start page's reading. It opens no sealed text, so it shows codes and dates only."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.access.relations import IN_CASE, INVITED
from fallkonferenz.access.seen import risk_is_read_by
from fallkonferenz.actions.gate import reading
from fallkonferenz.cases.models import Case, Referral
from fallkonferenz.cases.words import OPEN_STATES, State
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import AgendaItem, Answer, Attendance, ItemOutcome
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import OPEN, MeasureState
from fallkonferenz.measures.models import Measure

MOST = 100  # of each kind: whoever has more to do than that works through the lists
AHEAD = timedelta(days=4)  # a day more than what is announced, whatever the time of day


@dataclass(frozen=True)
class Overview:
    """What waits for somebody in the own cases, the most urgent of each kind; presenters choose what belongs to whom."""

    cases: list[Case]
    referrals: list[Referral]
    invitations: list[Attendance]
    meetings: list[AgendaItem]
    measures: list[Measure]
    notices: int

    def codes(self) -> list[str]:
        shown = [
            *self.cases,
            *(referral.case for referral in self.referrals),
            *(attendance.item.case for attendance in self.invitations),
            *(item.case for item in self.meetings),
            *(measure.case for measure in self.measures),
        ]
        return sorted({case.code for case in shown})

    @property
    def is_cut(self) -> bool:
        """There may be more of some kind."""
        kinds = (self.cases, self.referrals, self.invitations, self.meetings, self.measures)
        return any(len(each) == MOST for each in kinds)


@reading("case.overview", shows=lambda overview: {"cases": overview.codes()})
def overview(*, by: Person) -> Overview:
    return Overview(
        cases=_waiting_cases(by),
        referrals=_to_be_confirmed(by),
        invitations=_invited(by),
        meetings=_to_be_held(by) if by.role == Role.CASE_MANAGER else [],
        measures=_due(by),
        notices=scope.notices_of(by).filter(read_at=None).count(),
    )


def _waiting_cases(by: Person) -> list[Case]:
    """Cases in which something may be due, longest in their state first; what it is, is told case by case."""
    found = scope.cases_visible_to(by).filter(_may_be_due(by), state__in=OPEN_STATES)
    return list(found.order_by("state_since", "pk")[:MOST])


def _may_be_due(by: Person) -> Q:
    soon, own = clock.now() + AHEAD, Q(recognised_by=by.institution_id)
    undone = Q(reassessed_at=None) | Q(reassessed_at__date__lt=F("reassess_on"))
    anew = Q(undone, reassess_on__lte=soon)
    if by.role != Role.CASE_MANAGER:
        return risk_is_read_by(by) & (Q(own, state=State.ASSESSED) | (anew & (own | Q(lead=by.institution_id))))
    conference = Q(confer_by__lte=soon, state__in=(State.FLAGGED, State.ASSESSED))
    signature = Q(co_signature_asked_at__isnull=False, co_signed_at=None, state=State.ASSESSED)
    dated = conference | signature | Q(uninformed_review_on__lte=soon) | anew
    return Q(state=State.FLAGGED) | Q(sharing_stopped_at__isnull=False) | dated


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
    open_measures = scope.measures_of_institution(by).filter(asked, state__in=OPEN)
    return list(open_measures.select_related("case", "responsible").order_by("due_at")[:MOST])
