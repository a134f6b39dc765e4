"""The epoch this process writes in: opened when first needed, over by age, by count or by fork.

A key inherited over a fork would use its nonces twice, so the process id is looked at before each seal.
"""

import os
import time
from threading import Lock
from uuid import UUID, uuid4

from audit import opening, tags
from audit.format import Kind, close_header, header_of
from audit.sealing import EpochKey, Sealed

ENTRIES_PER_EPOCH = 1024
SECONDS_PER_EPOCH = 15 * 60


class Process:
    """One process, its open epoch and the next counter; threads take turns."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.id = uuid4().hex
        self._lock = Lock()
        self._key: EpochKey | None = None
        self._counter = 0
        self._opened = 0.0
        self._previous: UUID | None = None

    def seal(self, text: bytes, *, kind: Kind, case: UUID | None = None) -> Sealed:
        with self._lock:
            key = self._open_key()
            unix_ms = now_ms()
            tag = tags.tag_of(case, unix_ms)  # may fail; until here no counter is used
            return key.seal(text, kind=kind, counter=self._count(), unix_ms=unix_ms, case_tag=tag)

    def place(self, payload: bytes, *, kind: Kind) -> Sealed:
        """An entry of the log about itself, which everybody may read: signed by who makes it, not sealed."""
        with self._lock:
            key = self._open_key()
            unix_ms = now_ms()
            bound = header_of(len(payload), kind=kind, unix_ms=unix_ms, epoch=key.id, counter=self._count())
            return Sealed(close_header(bound, payload), payload)

    def _open_key(self) -> EpochKey:
        return self._key if self._key and not self._is_over() else self._open()

    def _count(self) -> int:
        counter = self._counter
        self._counter += 1
        return counter

    def _is_over(self) -> bool:
        return self._counter >= ENTRIES_PER_EPOCH or time.monotonic() - self._opened >= SECONDS_PER_EPOCH

    def _open(self) -> EpochKey:
        """Forget the old key first: if opening fails, nothing more is sealed under it."""
        self._key = None
        key = EpochKey()
        opening.open_epoch(key, process=self.id, previous=self._previous, unix_ms=now_ms())
        self._key, self._previous = key, key.id
        self._counter, self._opened = opening.FIRST_COUNTER_LEFT, time.monotonic()
        return key


def now_ms() -> int:
    return time.time_ns() // 1_000_000


_process = Process()


def process() -> Process:
    if _process.pid != os.getpid():
        forget()
    return _process


def forget() -> None:
    """Start over, as a new process would; the lock is new too, for the old one may have been held during a fork."""
    global _process
    _process = Process()


os.register_at_fork(after_in_child=forget)
