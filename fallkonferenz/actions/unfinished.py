"""An assessment that was begun hides from its institution what others assess, until it is complete or discarded.

So nobody forgets it: its institution is reminded each day, and once it has ended it is told that others assessed meanwhile.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from fallkonferenz import clock
from fallkonferenz.access.seen import assessments_seen_by
from fallkonferenz.actions.background import Done, task
from fallkonferenz.actions.reminders import AGAIN
from fallkonferenz.cases.models import Assessment, Case, Participation
from fallkonferenz.cases.words import TO_CONFER
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.queue import enqueue, enqueue_once, told

OPEN, MEANWHILE = "assessment.open", "assessment.meanwhile"


def _left_open() -> QuerySet[Assessment]:
    """Begun a day ago or longer, by who still takes part; also in a closed case, where it hides as much."""
    taking_part = Participation.objects.live().filter(case=OuterRef("case"), institution=OuterRef("institution"))
    waiting = Assessment.objects.open().order_by("begun_at").filter(Exists(taking_part), case__frozen_at=None)
    return waiting.filter(begun_at__lte=clock.now() - AGAIN)


def _key(pk: UUID, begun_at: datetime) -> str:
    """What is told once: that it has been open for so many days."""
    return f"{OPEN} {pk} {(clock.now() - begun_at) // AGAIN}"


def _not_reminded() -> Iterable[UUID]:
    keys = {_key(pk, begun_at): pk for pk, begun_at in _left_open().values_list("pk", "begun_at")}
    done = told(list(keys))
    return [assessment for key, assessment in keys.items() if key not in done]


@task(OPEN, event="outbox.remind", due=_not_reminded)
def remind(pk: UUID) -> Done | None:
    """Tell the author, and whoever of the institution can go on with it."""
    for case, begun_at in _left_open().filter(pk=pk).values_list("case", "begun_at"):
        if enqueue_once(_key(pk, begun_at), OPEN, case=case, about=pk):
            return Done(f"assessment {pk}", case, {"kind": OPEN})
    return None


def tell_meanwhile(ended: Assessment, *, by: Person) -> None:
    """``ended`` is complete or discarded: its institution is told now of what it was not told while it was open.

    That is any that others completed, and for a case management that the case has waited too long. Whoever ended it is told
    as well, so it is about this person and nobody acted. What is to be assessed anew is told again each day anyway.
    """
    others = Assessment.objects.filter(assessments_seen_by(by), case=ended.case_id, completed_at__gte=ended.begun_at)
    if others.exclude(institution=ended.institution_id).exists():
        enqueue(MEANWHILE, case=ended.case_id, about=by.pk)
    if ended.institution.kind == Kind.CASE_MANAGEMENT and _waited_too_long(ended.case, since=ended.begun_at):
        enqueue("case.wait_over", case=ended.case_id, about=by.pk)


def _waited_too_long(case: Case, *, since: datetime) -> bool:
    limit = case.confer_by if case.state in TO_CONFER and case.frozen_at is None else None
    return limit is not None and since < limit <= clock.now()
