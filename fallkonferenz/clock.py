"""The application's clock: what time it is, and in demo and tests what time it was.

The demo enters its stories with the times at which their people would have entered them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)


def now() -> datetime:
    return _stopped.get() or timezone.now()


def today() -> date:
    """The day on the wall of who works here; the day of UTC begins an hour or two later."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at an aware ``moment``; refused wherever real people act."""
    if not (settings.DEMO or settings.TESTING):
        raise RuntimeError("The clock can be set in the demo and in tests only.")
    if timezone.is_naive(moment):
        raise ValueError("The clock needs a moment with a time zone.")
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)
