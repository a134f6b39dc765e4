"""Waiting, after the commit, until an entry is under a checkpoint (level 1) or was seen by a witness (level 2).

Level 0 never waits. Level 1 is never answered without. Level 2 becomes level 1 while there is no witness, and says so in
the log: an act that protects somebody must not wait for another authority's machine. What cannot be taken back, like an
erasure, does wait for a witness that was there before (``settle(degrades=False)``).
"""

import time
from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction

from audit import awaited, log
from audit.awaited import Awaited
from audit.events import Level

PATIENCE = 5.0  # seconds, for each of the two
PAUSE = 0.01

CALL = "SELECT pg_notify('audit_wanted', %s)"
LEVEL_OF = "SELECT audit_level_of(%s, %s)"
WITNESS_WAS_THERE = "SELECT witnessed_at IS NOT NULL FROM audit_sequencer_state"
WITNESS_IS_THERE = "SELECT witnessed_at IS NOT NULL AND trouble NOT LIKE 'witness%%' FROM audit_sequencer_state"

_waits = False


class NotConfirmed(Exception):
    """What was done is recorded, but nothing may be shown of it: no checkpoint covers it yet."""


def wait_from_now_on() -> None:
    """For processes that show something to somebody. Where nobody waits, entries come as far as they come by themselves."""
    global _waits
    _waits = True


def settle(*, degrades: bool = True) -> None:
    """Called after the commit of an act, before anything leaves; at once where nothing of level 1 or 2 was done.

    With ``degrades=False`` only an installation that never had a witness goes on without. Raises NotConfirmed. Within a transaction it does nothing: what is not committed, nobody can confirm.
    """
    entries = awaited.take()
    if not entries or not _waits or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return
    try:
        _settle(entries, degrades=degrades)
    except Error as error:
        raise NotConfirmed from error


def _settle(entries: list[Awaited], *, degrades: bool) -> None:
    for_witness = [entry for entry in entries if entry.level is Level.WITNESSED]
    _ask(CALL, "witness" if for_witness else "")
    if not _have_come(entries, Level.CHECKPOINTED):
        raise NotConfirmed
    if for_witness and not (_ask(WITNESS_IS_THERE) and _have_come(for_witness, Level.WITNESSED)):
        if not degrades and _ask(WITNESS_WAS_THERE):
            raise NotConfirmed
        _say_degraded(for_witness)


def _have_come(entries: Iterable[Awaited], level: Level) -> bool:
    until = time.monotonic() + PATIENCE
    for entry in entries:
        while _ask(LEVEL_OF, entry.epoch, entry.counter) < level:
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
    return True


def _say_degraded(entries: Iterable[Awaited]) -> None:
    """For the officers; ``audit_sequencer_state.trouble`` is the alarm for who runs the machines."""
    with transaction.atomic():
        for entry in entries:
            details = {"epoch": entry.epoch.hex, "counter": entry.counter}
            log.record("log.degraded", actor=None, role="system", institution=None, details=details)


def _ask(question: str, *given: Any) -> int:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(question, given)
        (answer,) = cursor.fetchone()
        return int(answer or 0)
