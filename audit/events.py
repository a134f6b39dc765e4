"""What an event is, the table of all events, and the log's own.

The application registers its table at start. An event that stands in no table cannot be recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.format import Kind


class UnknownEvent(LookupError):
    """Somebody wants to record an event that stands in no table."""


class Level(IntEnum):
    """How far an entry must have come before the act counts as done."""

    STORED = 0  # committed together with the act
    CHECKPOINTED = 1  # and under a signed checkpoint
    WITNESSED = 2  # and seen by the witness


class Operation(StrEnum):
    """The processing operations that § 76 (1) BDSG wants logged, and none of them."""

    NONE = "none"
    COLLECT = "collect"
    CHANGE = "change"
    QUERY = "query"
    DISCLOSE = "disclose"
    COMBINE = "combine"
    ERASE = "erase"


@dataclass(frozen=True)
class Event:
    name: str
    sentence: str | Promise
    operation: Operation = Operation.NONE
    level: Level = Level.STORED
    kind: Kind = Kind.EVENT


_events: dict[str, Event] = {}


def register(table: Iterable[Event]) -> None:
    """Make the events of ``table`` known. A name means one thing: another event of the same name is an error."""
    for event in table:
        if _events.setdefault(event.name, event) != event:
            raise ValueError(f"the event {event.name} is registered twice")


def get(name: str) -> Event:
    try:
        return _events[name]
    except KeyError:
        raise UnknownEvent(f"no table of events holds {name}") from None


def registered() -> Iterator[Event]:
    return iter(_events.values())


# fmt: off
OWN = (
    Event("log.epoch_opened",      _("A process opened a new epoch of the log."),            kind=Kind.EPOCH_OPEN),
    Event("log.epoch_closed",      _("An epoch of the log was closed."),                     kind=Kind.EPOCH_CLOSE),
    Event("log.degraded",          _("An act of the log was not witnessed in time.")),
    Event("log.recipient_asked",   _("A change of who can read the log was asked for."),     level=Level.WITNESSED),
    Event("log.recipient_added",   _("A key that can read the log was added."),              level=Level.WITNESSED),
    Event("log.recipient_dropped", _("A key was dropped; it reads nothing new."),            level=Level.WITNESSED),
    Event("log.recipient_refused", _("A change of who can read the log was refused."),       level=Level.WITNESSED),
    Event("log.exported",          _("A file of the log, or of a proof from it, was asked for."),
          kind=Kind.OFFICER_ACCESS, level=Level.CHECKPOINTED),
    Event("log.wraps_loaded",      _("Keys of old epochs were wrapped for another officer."), level=Level.WITNESSED),
)
# fmt: on
register(OWN)
