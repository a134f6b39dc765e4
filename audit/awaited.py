"""What this thread has committed and must see confirmed before it shows anything: entries of level 1 and 2."""

from threading import local
from typing import NamedTuple
from uuid import UUID

from audit.events import Level


class Awaited(NamedTuple):
    epoch: UUID
    counter: int
    level: Level


class _OfThread(local):
    def __init__(self) -> None:
        self.entries: list[Awaited] = []


_own = _OfThread()


def expect(epoch: UUID, counter: int, level: Level) -> None:
    _own.entries.append(Awaited(epoch, counter, level))


def take() -> list[Awaited]:
    """All of them; afterwards nothing is awaited any more."""
    entries, _own.entries = _own.entries, []
    return entries
