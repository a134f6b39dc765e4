"""Entries in clear text as an officer would open them, made up for tests of what is read out of them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from audit.format import NO_CASE_TAG, Header, Kind
from audit.read import Opened

EPOCH = UUID(int=1)
START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
WORK = 10  # o'clock
_counters = count()


def at(day: int, hour: float = WORK) -> datetime:
    """So many days after the start, at this hour."""
    return START + timedelta(days=day, hours=hour)


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def entry(
    event: str,
    day: int,
    hour: float = WORK,
    *,
    operation: str = "none",
    kind: Kind = Kind.EVENT,
    position: int | None = None,
    **fields: Any,
) -> Opened:
    counter = next(_counters)
    header = Header(kind, ms(at(day, hour)), EPOCH, counter, 256, NO_CASE_TAG, bytes(32))
    told = {"v": 1, "event": event, "operation": operation, "outcome": "ok", "actor": "a", "institution": 1, **fields}
    return Opened(header, {name: value for name, value in told.items() if value is not None}, position)


def read(day: int, hour: float = WORK, **fields: Any) -> Opened:
    return entry("case.read", day, hour, operation="query", **{"case": "c", **fields})


def act(day: int, hour: float = WORK, **fields: Any) -> Opened:
    return entry("entry.add", day, hour, operation="collect", **{"case": "c", **fields})


def denied(day: int, hour: float = WORK, **fields: Any) -> Opened:
    return entry("access.denied", day, hour, **{"outcome": "denied", **fields})
