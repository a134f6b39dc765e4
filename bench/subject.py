"""What can be timed: functions that prepare, hand out the one call that is timed, and tidy up."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter
from typing import Any

Timed = Callable[[], Any]
SUBJECTS: dict[str, Callable[..., AbstractContextManager[Timed]]] = {}


def subject(function: Callable[..., Iterator[Timed]]) -> Callable[..., AbstractContextManager[Timed]]:
    """Register a generator that takes the number of the turn (and more), and yields what is timed."""
    SUBJECTS[function.__name__] = contextmanager(function)
    return SUBJECTS[function.__name__]


def seconds(name: str, turn: int, *more: Any) -> float:
    with SUBJECTS[name](turn, *more) as timed:
        begin = perf_counter()
        timed()
        return perf_counter() - begin
