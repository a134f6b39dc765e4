"""What happens by itself: each task does one thing for one id, in one transaction, with its entry in the log, or not at all.

The rows of the database say what is to be done. Whoever finds it first does it; for the others there is nothing left.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError

import audit.log
from audit.log import AuditUnavailable
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions.events import PROTECTION

SYSTEM = "system"  # the role in the log of what nobody did
AT_ONCE = 200
# Nothing can be done while the database or the log is away: the round ends, the rows stay.
AWAY = (OperationalError, InterfaceError, AuditUnavailable)

logger = logging.getLogger(__name__)


def nothing(*given: object) -> None:
    """For a task that has nothing to say here."""


@dataclass(frozen=True)
class Done:
    """What was done, for the log. ``at_last`` cannot be undone, so it happens after the entry is written."""

    about: str
    case: UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)
    at_last: Callable[[], object] = nothing


@dataclass(frozen=True)
class Task:
    """``due`` lists the ids for which there is something to do; calling the task with one of them does it."""

    event: str
    due: Callable[[], Iterable[UUID]]
    do: Callable[[UUID], Done | None]
    failed: Callable[[UUID], object]

    def __call__(self, pk: UUID) -> bool:
        """False if there was nothing to do (any more)."""
        with acting_as(None):
            done = self.do(pk)
            if done is None:
                return False
            _log(self.event, done)
            done.at_last()
            return True


TASKS: dict[str, Task] = {}
FAILED: Counter[str] = Counter()  # by event, since it was last said


def task(
    name: str, *, event: str, due: Callable[[], Iterable[UUID]], failed: Callable[[UUID], object] = nothing
) -> Callable[[Callable[[UUID], Done | None]], Task]:
    """Turn a function into the task ``name``; ``failed`` is called, in a new transaction, when it raised."""

    def made(do: Callable[[UUID], Done | None]) -> Task:
        TASKS[name] = Task(event, due, do, failed)
        return TASKS[name]

    return made


def work(task: Task) -> int:
    """Do what is due, one by one; how much was done. What fails is left for later and keeps nothing else waiting.

    OperationalError, InterfaceError and AuditUnavailable end the work: see AWAY.
    """
    return sum(attempt(task, pk) for pk in list(task.due())[:AT_ONCE])


def attempt(task: Task, pk: UUID) -> bool:
    try:
        return task(pk)
    except AWAY:
        raise
    except Exception as error:  # whatever it is, the next one must not wait for it
        # The kind of error only: its text could quote a row.
        logger.error("%s failed: %s", task.event, type(error).__name__)  # noqa: TRY400 - a traceback may quote content
        FAILED[task.event] += 1
        task.failed(pk)
        return False


def _log(event: str, done: Done) -> None:
    audit.log.record(
        event,
        actor=None,
        role=SYSTEM,
        institution=None,
        object=done.about,
        case=done.case,
        purpose=PROTECTION,
        details=done.details,
    )
