"""Whether an epoch is whole that its own process closed: a counter that is missing then was taken out. That is an alarm.

Knows psycopg and no Django. The close is placed after all entries of its epoch. Its signature is left to the checker:
whoever puts a close there that does not fit is an alarm too.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import psycopg

from audit import closing
from audit.closing import By
from audit.format import Malformed

CLOSE = "SELECT payload FROM audit_entry WHERE epoch_id = %s AND counter = %s"
PLACED = "SELECT count(*) FROM audit_leaf WHERE epoch_id = %s AND counter <= %s"
# Whoever may write may also write closes that fit nothing: past its last number the figure stays, and entries go on.
FOUND = "UPDATE audit_sequencer_state SET gaps = least(gaps::bigint + %s, 2147483647)"


def note_gaps(connection: psycopg.Connection[Any], closes: Iterable[tuple[UUID, int]]) -> None:
    """``closes``: epoch and counter of closes that were just placed."""
    if found := sum(_missing(connection, epoch, counter) for epoch, counter in closes):
        connection.execute(FOUND, [found])


def _missing(connection: psycopg.Connection[Any], epoch: UUID, counter: int) -> int:
    """How far the counters in the tree are from what the close says; of a killed process nobody knows."""
    try:
        close = closing.read(bytes(_first(connection, CLOSE, epoch, counter))).close
    except Malformed:
        return 1
    if close.by is not By.SELF:
        return 0
    return abs(close.last + 1 - len(close.abandoned) - int(_first(connection, PLACED, epoch, close.last)))


def _first(connection: psycopg.Connection[Any], question: str, *given: object) -> Any:
    return connection.execute(question, given).fetchall()[0][0]
