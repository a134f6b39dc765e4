"""What the case list can be narrowed to, each by facts that the reader knows from the own start page anyway."""

from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q

from fallkonferenz import clock
from fallkonferenz.access.seen import risk_is_read_by
from fallkonferenz.cases.words import OPEN_STATES, State
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import OPEN
from fallkonferenz.measures.models import Measure

WAITING = (State.FLAGGED, State.ASSESSED)
LED, FLAGGED, LATE = "led", "flagged", "late"
LEADS = Q(leads=True)


def narrowed(person: Person, show: str) -> Q:
    """Of own admissions: ``show`` is one of the names above, or nothing for all."""
    asked: dict[str, Callable[[Person], Q]] = {LED: lambda _: LEADS, FLAGGED: lambda _: Q(flagging=True), LATE: _late}
    return asked[show](person) if show in asked else Q()


def _late(person: Person) -> Q:
    """Own measures that are late; for the case management everybody's, and the waiting limit of a conference.

    Only what is open can be late; said of the admission itself, it spares looking at every closed case.
    """
    return Q(state__in=OPEN_STATES) & _something_is_late(person)


def _something_is_late(person: Person) -> Q:
    late = Measure.objects.filter(case=OuterRef("case"), state__in=OPEN, due_at__lt=clock.now())
    anew = Q(case__reassess_on__lt=clock.now().date(), case__state__in=OPEN_STATES)
    anew &= Q(case__reassessed_at=None) | Q(case__reassessed_at__date__lt=F("case__reassess_on"))
    if person.role == Role.CASE_MANAGER:
        return Q(Exists(late)) | anew | Q(case__confer_by__lt=clock.now(), state__in=WAITING)
    return Q(Exists(late.filter(responsible=person.institution_id))) | (LEADS & anew & risk_is_read_by(person, "case"))
