"""Writing outbox rows, in the transaction of the act they tell of."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fallkonferenz import clock
from fallkonferenz.outbox.models import Message

# Told of each new row after its commit, to make delivery faster; whoever listens registers here. A row needs no listener.
listeners: list[Callable[[UUID], None]] = []


def enqueue(
    kind: str,
    *,
    case: UUID,
    about: UUID | None = None,
    by: UUID | None = None,
    at: datetime | None = None,
) -> Message:
    """Write one row; ``at`` is when it falls due (now, if not given)."""
    message = Message.objects.create(kind=kind, case=case, about=about, by=by, due_at=at or clock.now())
    _announce(message)
    return message


def enqueue_once(key: str, kind: str, *, case: UUID, about: UUID | None = None) -> Message | None:
    """Write one row for a fact that is told once, however often it is looked at; None if it has been written already."""
    message = Message(kind=kind, case=case, about=about, once=key)
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if not Message.objects.filter(pk=message.pk).exists():
        return None
    _announce(message)
    return message


def told(keys: list[str]) -> set[str]:
    """Those of ``keys`` that have their row."""
    return set(Message.objects.filter(once__in=keys).values_list("once", flat=True))


def undelivered() -> QuerySet[Message]:
    """What is due and has not been delivered, oldest first."""
    return Message.objects.filter(delivered_at=None, due_at__lte=clock.now()).order_by("due_at")


def _announce(message: Message) -> None:
    for listener in listeners:
        transaction.on_commit(partial(listener, message.pk), robust=True)
