"""Closing what is over: each process its own epochs, idle or at its end, and those of processes that were killed.

Whether a counter was committed or abandoned, the database is asked, by an insert that is taken back: it waits for a
transaction that is still open, and knows what became of a commit whose answer was lost.
"""

import atexit
import os
import time
from threading import Event, Lock, Thread
from typing import Any
from uuid import UUID

import psycopg
from django.db import Error

from audit import closing, current, opening, tags
from audit.closing import By, Close
from audit.counters import Counters
from audit.current import unsealed
from audit.format import Kind
from audit.instance import NoInstanceKey
from audit.opening import INSERT_ENTRY

EVERY = 20.0  # seconds
ADOPTING_EVERY = 15  # rounds
SEEN_FOR = 30 * 60  # seconds
FAREWELL = 2.0  # seconds that anybody waits for a round that is under way

NOT_LONG = "SET LOCAL lock_timeout = '200ms'"
PROBE = INSERT_ENTRY + " ON CONFLICT DO NOTHING"
OPEN = "SELECT epoch_id, last, missing FROM audit_open_epoch"
AWAY = (Error, psycopg.Error, NoInstanceKey)

_first_seen: dict[UUID, float] = {}


def begin() -> None:
    """From its first epoch on, this process and every one forked from it closes its epochs by itself."""
    if _tender.start not in current.beginnings:
        current.beginnings.append(_tender.start)
        atexit.register(end)


def end() -> None:
    """At the end of a process: what it wrote is closed as far as the database answers."""
    _tender.stop()
    process = current.process()
    process.end_epoch()
    tend(process)


def tend(process: current.Process) -> None:
    """Close the epochs of ``process`` that are over; what cannot be closed yet waits for the next round."""
    if not process.closing.acquire(timeout=FAREWELL):
        return
    try:
        process.end_when_aged()
        for counters in process.over.copy():
            if current.is_left(counters):
                process.rename()
            elif not _is_settled(counters):
                continue
            process.over.remove(counters)
    finally:
        process.closing.release()


def adopt() -> None:
    """Close the epochs of processes that were killed. What is missing in them stays unexplained.

    Only what this process itself has seen open for half an hour: the list alone is not trusted with a signature.
    """
    global _first_seen
    try:
        with opening.own_connection() as connection:
            rows, now = connection.execute(OPEN).fetchall(), time.monotonic()
            _first_seen = {epoch: _first_seen.get(epoch, now) for epoch, _last, _missing in rows}
            for epoch, last, missing in rows:
                if last is not None and now - _first_seen[epoch] >= SEEN_FOR:
                    _write(connection, Close(epoch, last, tuple(missing), By.SUCCESSOR))
    except AWAY:
        """The list stays."""


def _is_settled(counters: Counters) -> bool:
    if not counters.is_still:
        return False
    try:
        with opening.own_connection() as connection:
            close = Close(counters.id, counters.next - 1, tuple(_abandoned(connection, counters)), By.SELF)
            _write(connection, close)
    except AWAY:
        return False
    return True


def _abandoned(connection: psycopg.Connection[Any], counters: Counters) -> list[int]:
    """Those that no entry stands at; LockNotAvailable while the transaction of one of them is open."""
    with connection.transaction(force_rollback=True):
        connection.execute(NOT_LONG)
        return [counter for counter in counters.unconfirmed() if _is_free(connection, counters.id, counter)]


def _is_free(connection: psycopg.Connection[Any], epoch: UUID, counter: int) -> bool:
    probe = unsealed(b"", kind=Kind.EVENT, epoch=epoch, counter=counter)
    return connection.execute(PROBE, (epoch, counter, probe.header, probe.payload)).rowcount == 1


def _write(connection: psycopg.Connection[Any], close: Close) -> None:
    """Nothing, where somebody else was faster, or where the epoch belonged to a database that was swapped.

    LockNotAvailable while a row that is not committed stands in its place: nobody may hold this thread up.
    """
    payload = closing.write(close, opening.instance_key())
    entry = unsealed(payload, kind=Kind.EPOCH_CLOSE, epoch=close.epoch, counter=close.last + 1)
    try:
        with connection.transaction():
            connection.execute(NOT_LONG)
            connection.execute(INSERT_ENTRY, (close.epoch, close.last + 1, entry.header, entry.payload))
    except psycopg.IntegrityError:
        """It is closed."""


class _Tender:
    """A thread of its own in each process that writes. Threads do not survive a fork: a child starts one itself."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._lock = Lock()
        self._ended = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        with self._lock:
            if self._thread is None and not self._ended.is_set():
                self._thread = Thread(target=self._go_round, name="log-tender", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(FAREWELL)

    def _go_round(self) -> None:
        rounds = 0
        while not self._ended.wait(EVERY):
            tend(current.process())
            tags.forget_what_is_over(current.now_ms())
            if rounds % ADOPTING_EVERY == 0:
                adopt()
            rounds += 1


_tender = _Tender()
os.register_at_fork(after_in_child=_tender.forget)
