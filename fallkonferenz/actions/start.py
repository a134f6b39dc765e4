"""What needs somebody now: the start page's reading. It opens no sealed text, so it shows codes and dates only."""

from dataclasses import dataclass

from fallkonferenz.access import scope
from fallkonferenz.access.relations import IN_CASE, INVITED
from fallkonferenz.actions.gate import reading
from fallkonferenz.cases.models import Case, Referral
from fallkonferenz.cases.words import OPEN_STATES
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import Answer, Attendance
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import OPEN
from fallkonferenz.measures.models import Measure


@dataclass(frozen=True)
class Overview:
    """Everything of the own cases that waits for somebody; presenters choose what belongs to whom."""

    cases: list[Case]
    referrals: list[Referral]
    invitations: list[Attendance]
    measures: list[Measure]
    notices: int

    def codes(self) -> list[str]:
        shown = [
            *self.cases,
            *(referral.case for referral in self.referrals),
            *(attendance.item.case for attendance in self.invitations),
            *(measure.case for measure in self.measures),
        ]
        return sorted({case.code for case in shown})


@reading("case.overview", shows=lambda overview: {"cases": overview.codes()})
def overview(*, by: Person) -> Overview:
    return Overview(
        cases=_open_cases(by),
        referrals=_to_be_confirmed(by),
        invitations=_to_be_answered(by),
        measures=_due(by),
        notices=scope.notices_of(by).filter(read_at=None).count(),
    )


def _open_cases(by: Person) -> list[Case]:
    return list(scope.cases_visible_to(by).filter(state__in=OPEN_STATES).order_by("state_since"))


def _to_be_confirmed(by: Person) -> list[Referral]:
    """What somebody else typed: shown to the institution that referred, and to the case management."""
    waiting = Referral.objects.filter(IN_CASE.holds(by), on_behalf=True, confirmed_at=None, case__state__in=OPEN_STATES)
    if by.role != Role.CASE_MANAGER:
        waiting = waiting.filter(institution=by.institution_id)
    return list(waiting.select_related("case", "institution"))


def _to_be_answered(by: Person) -> list[Attendance]:
    open_invitations = Attendance.objects.filter(
        INVITED.holds(by), answer=Answer.INVITED, item__conference__state=ConferenceState.PLANNED
    )
    return list(
        open_invitations.select_related("item__case", "item__conference").order_by("item__conference__starts_at")
    )


def _due(by: Person) -> list[Measure]:
    """Open measures of the own institution, overdue first."""
    own = scope.measures_of_institution(by).filter(responsible=by.institution_id, state__in=OPEN)
    return list(own.order_by("due_at"))
