"""What ends by itself: admissions that ran out, and outbox rows that have told what they had to tell."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fallkonferenz import clock
from fallkonferenz.access import grants
from fallkonferenz.actions.background import Done, task
from fallkonferenz.cases.models import Participation
from fallkonferenz.cases.words import OPEN_STATES
from fallkonferenz.outbox.models import Message, Notice
from fallkonferenz.outbox.queue import enqueue

KEPT = timedelta(days=30)


def _ran_out() -> Iterable[UUID]:
    return Participation.objects.filter(until__lte=clock.now()).values_list("pk", flat=True)


@task("run_out", event="admission.run_out", due=_ran_out)
def run_out(pk: UUID) -> Done | None:
    """Remove an admission whose time is over; of an open case the case management is told."""
    found = Participation.objects.filter(pk=pk).select_related("institution").first()
    if found is None or not grants.run_out(found):
        return None
    if found.state in OPEN_STATES:
        enqueue("admission.run_out", case=found.case_id)
    return Done(f"participation {pk}", found.case_id, {"institution": found.institution_id})


def _old() -> QuerySet[Message]:
    return Message.objects.filter(delivered_at__lt=clock.now() - KEPT)


# A reminder stays while anybody reads the case: without it the same fact would be told again.
NOT_NEEDED = Q(once=None) | ~Exists(Participation.objects.filter(case=OuterRef("case")))
HAS_NOTICES = Exists(Notice.objects.filter(message=OuterRef("pk")))


def _with_old_rows() -> Iterable[UUID]:
    return _old().filter(NOT_NEEDED | HAS_NOTICES).values_list("case", flat=True).distinct()


@task("forget", event="outbox.forget", due=_with_old_rows)
def forget(case: UUID) -> Done | None:
    """Remove the notices of a case that were told long ago, and the messages they came from."""
    old = _old().filter(case=case)
    notices, _each = Notice.objects.filter(message__in=old).delete()
    messages, _each = old.filter(NOT_NEEDED).delete()
    return Done(f"case {case}", case, {"notices": notices, "messages": messages}) if notices or messages else None
