"""Telling people that something is new: one notice for each, decided when it is told."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import F

from fallkonferenz import clock
from fallkonferenz.access.recipients import is_early, recipients
from fallkonferenz.actions.background import Done, task
from fallkonferenz.outbox.models import Message, Notice
from fallkonferenz.outbox.queue import undelivered

LONGEST_PAUSE = timedelta(hours=1)
MOST_DOUBLINGS = 12


def _undelivered() -> Iterable[UUID]:
    return undelivered().values_list("pk", flat=True)


def _later(pk: UUID) -> None:
    """Wait longer after each failure, but never give up: a reminder may not be lost."""
    message = Message.objects.get(pk=pk)
    pause = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(message.attempts, MOST_DOUBLINGS)))
    Message.objects.filter(pk=pk, delivered_at=None).update(attempts=F("attempts") + 1, due_at=clock.now() + pause)


@task("deliver", event="outbox.deliver", due=_undelivered, failed=_later)
def deliver(pk: UUID) -> Done | None:
    """Give everybody who is told of a message one notice; nothing if somebody else has it in hand."""
    message = undelivered().select_for_update(skip_locked=True).filter(pk=pk).first()
    if message is None:
        return None
    if is_early(message):
        message.due_at = clock.now() + LONGEST_PAUSE
        message.save(update_fields=["due_at"])
        return None
    told = list(recipients(message).values_list("pk", flat=True))
    notices = [Notice(message=message, person_id=person, at=message.written_at) for person in told]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    message.delivered_at = clock.now()
    message.save(update_fields=["delivered_at"])
    details = {"kind": message.kind, "told": sorted(str(person) for person in told)}
    return Done(f"message {message.pk}", message.case, details)
