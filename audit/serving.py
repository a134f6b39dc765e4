"""The sequencer's process: woken by whoever waits for a checkpoint, and by its own beat; comes back after every fall.

Knows psycopg and no Django. A fall of the database ends a connection, never the process.
"""

import logging
from collections.abc import Callable
from threading import Event
from typing import Any, Protocol

import psycopg

from audit.sequencer import Sequencer
from audit.signing import SigningKey

CHANNEL = "audit_wanted"
WITNESS_WANTED = "witness"  # what NOTIFY says beside the channel when a checkpoint alone is not enough

Connection = psycopg.Connection[Any]
Connect = Callable[[], Connection]

logger = logging.getLogger(__name__)


class Companion(Protocol):
    """Shows checkpoints to the witness meanwhile; never blocks. What it raises ends the process."""

    def look(self, *, urgent: bool) -> None: ...


class Serving:
    """``connect`` opens a connection in autocommit; ``refusals`` says why this tree must not be continued."""

    def __init__(
        self,
        connect: Connect,
        key: SigningKey,
        *,
        origin: str,
        beat: float,
        companion: Companion,
        refusals: Callable[[Connection], list[str]],
    ) -> None:
        self.connect, self.key, self.origin, self.beat = connect, key, origin, beat
        self.companion, self.refusals = companion, refusals

    def run(self, ended: Event, *, show_life: Callable[[], None]) -> None:
        """Until ``ended``. BrokenTree, Refused and what the companion raises come through."""
        while not ended.is_set():
            try:
                with self.connect() as connection:
                    self._serve(connection, ended, show_life)
            except psycopg.OperationalError as away:
                logger.warning("The database is away: %s", type(away).__name__)
                show_life()  # looking for it is life, too
                ended.wait(self.beat)

    def _serve(self, connection: Connection, ended: Event, show_life: Callable[[], None]) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        if reasons := self.refusals(connection):
            raise Refused("\n".join(reasons))
        sequencer = Sequencer(connection, self.key, origin=self.origin)
        sequencer.check()
        is_urgent = False
        while not ended.is_set():
            while sequencer.batch() and not ended.is_set():
                show_life()
            self.companion.look(urgent=is_urgent)
            show_life()
            called = list(connection.notifies(timeout=self.beat, stop_after=1))
            is_urgent = any(call.payload == WITNESS_WANTED for call in called)


class Refused(Exception):
    """This tree must not be continued; the sentences say why."""
