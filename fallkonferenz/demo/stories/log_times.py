"""The log of the stories, at the times of the stories: else all of it would have happened in the minute of loading.

What is written is a sound log: each epoch begins at the time its first entry says, lasts fifteen minutes of that time at
most, and is closed. Only the order of epochs is that of telling.
"""

from fallkonferenz.demo import invented  # noqa: F401 - refuses to load elsewhere

# isort: split
import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import NamedTuple
from unittest.mock import patch
from uuid import UUID

from audit import current, opening, tending
from audit.counters import Counters
from audit.current import SECONDS_PER_EPOCH, Placed
from audit.findings import ACTING
from audit.format import Kind
from audit.sealing import EpochKey
from fallkonferenz import clock


class Act(NamedTuple):
    """Something done on a case, as the log was told."""

    unix_ms: int
    actor: str
    institution: int
    case: str


class StoryProcess(current.Process):
    """Its epochs are over as soon as the clock of the story has left them, in either direction."""

    _opened_ms = 0

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[Act] = []

    def seal(self, text: bytes, *, kind: Kind, case: UUID | None = None) -> Placed:
        told = json.loads(text)
        if case is not None and told["operation"] in ACTING and "institution" in told:
            self.acts.append(Act(current.now_ms(), told["actor"], told["institution"], told["case"]))
        return super().seal(text, kind=kind, case=case)

    def _open(self) -> tuple[EpochKey, Counters]:
        self._opened_ms = current.now_ms()
        return super()._open()

    def _is_over(self, counters: Counters) -> bool:
        is_of_its_time = 0 <= current.now_ms() - self._opened_ms < SECONDS_PER_EPOCH * 1000
        return not is_of_its_time or super()._is_over(counters)


@contextmanager
def written_at_its_time() -> Iterator[StoryProcess]:
    """Stands around the transaction that loads: its epochs are closed when it has committed, and not tried before."""
    process = StoryProcess()
    with _one_connection():
        with process.closing, patch.object(current, "now_ms", story_ms), patch.object(current, "_process", process):
            yield process
            process.end_epoch()
        tending.tend(process)


@contextmanager
def _one_connection() -> Iterator[None]:
    """For hundreds of epochs, where otherwise each has one of its own."""
    with opening.own_connection() as kept, patch.object(opening, "own_connection", lambda: nullcontext(kept)):
        yield


def story_ms() -> int:
    return int(clock.now().timestamp() * 1000)
