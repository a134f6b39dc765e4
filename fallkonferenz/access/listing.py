"""What the case list can be narrowed to, each by facts that the reader knows from the own start page anyway."""

from django.db.models import Case as Choice
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When

from fallkonferenz import clock
from fallkonferenz.access.anew import is_due, next_assessment
from fallkonferenz.access.relations import NEVER
from fallkonferenz.access.seen import is_assessing, risk_is_read_by
from fallkonferenz.access.waiting import matters_of, waits
from fallkonferenz.cases.models import Participation
from fallkonferenz.cases.words import OPEN_STATES, TO_CONFER
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import OPEN
from fallkonferenz.measures.models import Measure

LED, FLAGGED, LATE = "led", "flagged", "late"
OWN = {LED: Q(leads=True), FLAGGED: Q(flagging=True)}
Rows = QuerySet[Participation]


def narrowed(rows: Rows, person: Person, show: str) -> Rows:
    """Of own admissions: ``show`` is one of the names above or a matter that waits; another one leaves all."""
    if show in OWN:
        return rows.filter(OWN[show])
    if show == LATE:
        return _late(rows, person)
    if show in matters_of(person):
        return rows.annotate(next_assessment=next_assessment(person, "case")).filter(waits(person, show, "case"))
    return rows


def _late(rows: Rows, person: Person) -> Rows:
    """Own measures and assessments that are late; for the case management everybody's, and the wait for a conference.

    Only what is open can be late; said of the admission itself, it spares looking at every closed case. Each row says
    since when: ``late_measure``, ``late_assessment``, ``late_conference``, NULL where it is in time.
    """
    measures = Measure.objects.filter(case=OuterRef("case"), state__in=OPEN, due_at__lt=clock.now())
    anew = is_due(person, "case")
    waits_long = Q(case__confer_by__lt=clock.now(), state__in=TO_CONFER) & ~is_assessing(person, "case")
    if person.role != Role.CASE_MANAGER:
        waits_long = NEVER
        measures = measures.filter(responsible=person.institution_id)
        anew &= Q(leads=True) & risk_is_read_by(person, "case")
    first = measures.order_by().values("case").annotate(first=Min("due_at")).values("first")
    return rows.filter(Q(Exists(measures)) | anew | waits_long, state__in=OPEN_STATES).annotate(
        late_measure=Subquery(first),
        late_assessment=Choice(When(anew, then=next_assessment(person, "case"))),
        late_conference=Choice(When(waits_long, then=F("case__confer_by"))),
    )
