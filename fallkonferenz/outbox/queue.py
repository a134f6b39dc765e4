"""Writing outbox rows, in the transaction of the act they tell of."""

from datetime import datetime
from uuid import UUID

from fallkonferenz import clock
from fallkonferenz.outbox.models import Message


def enqueue(
    kind: str,
    *,
    case: UUID | None = None,
    about: UUID | None = None,
    by: UUID | None = None,
    at: datetime | None = None,
) -> Message:
    """Write one row; ``at`` is when it falls due (now, if not given)."""
    return Message.objects.create(kind=kind, case=case, about=about, by=by, due_at=at or clock.now())
