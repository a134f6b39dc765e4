"""The epoch this process writes in: opened when first needed, over by age, by count or by fork.

A key inherited over a fork would use its nonces twice, so the process id is looked at before each seal.
"""

import os
import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple
from uuid import UUID, uuid4

from audit import opening, tags
from audit.counters import Counters
from audit.format import Kind, close_header, header_of
from audit.sealing import EpochKey, Sealed

ENTRIES_PER_EPOCH = 1024
SECONDS_PER_EPOCH = 15 * 60
LEFT_TO_A_SUCCESSOR = 25 * 60  # a successor waits for 30 minutes, so the two never meet
SET_BACK_MS = 30_000  # a clock may be corrected by so much within an epoch; a checker allows for twice that

# Called, without arguments and quickly, when a process has opened its first epoch.
beginnings: list[Callable[[], None]] = []


class Placed(NamedTuple):
    """An entry with its place: whoever stores it says so to its counters."""

    counters: Counters
    counter: int
    sealed: Sealed


class Process:
    """One process, the epoch it writes in, and those that are over but not closed; threads take turns."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.id = uuid4().hex
        self.over: deque[Counters] = deque()
        self.closing = Lock()  # held by whoever closes what is over
        self._lock = Lock()
        self._key: EpochKey | None = None
        self._counters: Counters | None = None
        self._previous: UUID | None = None

    def seal(self, text: bytes, *, kind: Kind, case: UUID | None = None) -> Placed:
        with self._lock:
            key, counters = self._open_epoch()
            unix_ms = now_ms()
            tag = tags.tag_of(case, unix_ms)  # may fail; until here no counter is used
            counter = counters.take()
            return Placed(counters, counter, key.seal(text, kind=kind, counter=counter, unix_ms=unix_ms, case_tag=tag))

    def place(self, payload: bytes, *, kind: Kind) -> Placed:
        """An entry of the log about itself, which everybody may read: signed by who makes it, not sealed."""
        with self._lock:
            _key, counters = self._open_epoch()
            counter = counters.take()
            return Placed(counters, counter, unsealed(payload, kind=kind, epoch=counters.id, counter=counter))

    def end_epoch(self) -> None:
        """The next entry is sealed under a new one; the old key is forgotten."""
        with self._lock:
            self._end()

    def end_when_aged(self) -> None:
        """So that the key of an idle process does not outlive its time."""
        with self._lock:
            if self._counters and self._is_over(self._counters):
                self._end()

    def rename(self) -> None:
        """Whoever lives on under the name it had has closed all its epochs: that is what a checker counts on."""
        with self._lock:
            self.id = uuid4().hex

    def _open_epoch(self) -> tuple[EpochKey, Counters]:
        key, counters = self._key, self._counters
        if key is None or counters is None or self._is_over(counters):
            return self._open()
        return key, counters

    def _open(self) -> tuple[EpochKey, Counters]:
        """Forget the old key first: if opening fails, nothing more is sealed under it."""
        self._end()
        key, opened_ms = EpochKey(), now_ms()
        if any(map(is_left, self.over.copy())):
            self.id = uuid4().hex
        opening.open_epoch(key, process=self.id, previous=self._previous, unix_ms=opened_ms)
        key.wipe()
        self._key, self._counters = key, Counters(key, first=opening.FIRST_COUNTER_LEFT, opened_ms=opened_ms)
        if self._previous is None:
            for begin in beginnings:
                begin()
        self._previous = key.id
        return key, self._counters

    def _is_over(self, counters: Counters) -> bool:
        """Also when the clock was set, or the machine slept: then entries would lie outside the time of their epoch."""
        is_of_its_time = -SET_BACK_MS <= now_ms() - counters.opened_ms < SECONDS_PER_EPOCH * 1000
        return counters.next >= ENTRIES_PER_EPOCH or counters.age >= SECONDS_PER_EPOCH or not is_of_its_time

    def _end(self) -> None:
        if self._counters is not None:
            self.over.append(self._counters)
        self._key = self._counters = None


def is_left(counters: Counters) -> bool:
    """Too old to be closed by who wrote it, by either clock: one stands still while the machine sleeps."""
    age = max(counters.age, (now_ms() - counters.opened_ms) / 1000)
    return age >= LEFT_TO_A_SUCCESSOR


def unsealed(payload: bytes, *, kind: Kind, epoch: UUID, counter: int) -> Sealed:
    bound = header_of(len(payload), kind=kind, unix_ms=now_ms(), epoch=epoch, counter=counter)
    return Sealed(close_header(bound, payload), payload)


def now_ms() -> int:
    return time.time_ns() // 1_000_000


_process = Process()


def process() -> Process:
    if _process.pid != os.getpid():
        forget()
    return _process


def forget() -> None:
    """Start over, as a new process would; the locks are new too, for the old ones may have been held during a fork."""
    global _process
    _process = Process()


os.register_at_fork(after_in_child=forget)
