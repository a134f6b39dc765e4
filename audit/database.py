"""The log as it lies in the database, for checking, exporting and proving it.

No Django: takes a connection of psycopg whose role is ``audit_reader``, in one transaction that sees one state
(``snapshot`` begins it). 4096 entries are in memory at a time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from audit import stored
from audit.format import HEADER_BYTES
from audit.source import Bundle, Damaged, Missing, Row, StoredEpoch, StoredTagKey, StoredTimestamp, StoredWrap
from audit.tiles import WIDTH
from audit.tree import HASH_BYTES, Fetch
from audit.words import N_

BUNDLES_AT_ONCE = 16
NO_ENTRY = bytes(2 + HEADER_BYTES)
LENGTH = HEADER_BYTES.to_bytes(2, "big")

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# A checkpoint, and the lines of its witnesses below it.
NOTES = """
    SELECT c.note || coalesce((SELECT string_agg(w.line, ''::bytea ORDER BY w.witness) FROM audit_cosignature w
                               WHERE (w.origin, w.size) = (c.origin, c.size)), ''::bytea)
    FROM audit_checkpoint c JOIN audit_origin o USING (origin)
"""
ALL_NOTES = f"{NOTES} ORDER BY c.size, o.number"
NEWEST_NOTE = f"{NOTES} ORDER BY o.number DESC, c.size DESC LIMIT 1"
NOTES_OVER = f"{NOTES} WHERE c.size > %s ORDER BY c.size, o.number"
COSIGNED_OVER = f"""{NOTES} WHERE c.size > %s AND EXISTS (
    SELECT FROM audit_cosignature w WHERE (w.origin, w.size) = (c.origin, c.size)) ORDER BY c.size, o.number LIMIT 20"""
ENTRIES = """
    SELECT l.position, l.hash, e.header, e.payload FROM audit_leaf l LEFT JOIN audit_entry e USING (epoch_id, counter)
    WHERE l.position >= %s AND l.position < %s ORDER BY l.position
"""
NODES = "SELECT number, hash FROM audit_node WHERE level = %s AND number >= %s AND number < %s"
INTERVENTIONS = """
    SELECT l.position, e.header, e.payload FROM audit_entry e JOIN audit_leaf l USING (epoch_id, counter)
    WHERE get_byte(e.header, 4) IN (4, 5, 6) AND l.position < %s ORDER BY l.position
"""
EPOCH = "SELECT record, signature FROM audit_epoch WHERE id = %s"
TAG_KEYS = "SELECT to_char(period, 'YYYY-MM'), record, signature FROM audit_tag_key ORDER BY period"
WRAPS = "SELECT epoch_id, key_id, wrapped FROM audit_rewrap WHERE wrapped IS NOT NULL ORDER BY epoch_id, key_id"
TIMESTAMPS = "SELECT origin, size, token FROM audit_timestamp ORDER BY size, origin"
WAITING = """
    SELECT count(*), min(e.at) FROM audit_entry e
    WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE (l.epoch_id, l.counter) = (e.epoch_id, e.counter))
"""

Connection = psycopg.Connection[Any]


@contextmanager
def snapshot(connection: Connection) -> Iterator["Database"]:
    """The log as it stands now, whatever is written meanwhile."""
    with connection.transaction():
        connection.execute(SNAPSHOT)
        yield Database(connection)


class Database:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._begin, self._chunk = -1, dict[int, tuple[Any, ...]]()

    @property
    def fetch(self) -> Fetch:
        return stored.fetch(self._connection)

    def newest(self) -> bytes:
        for (data,) in self._rows(NEWEST_NOTE):
            return bytes(data)
        raise Damaged(N_("The log has no checkpoint yet: is the sequencer running?"))

    def is_empty(self) -> bool:
        """Nothing has a position yet, and nothing was signed."""
        return not stored.size(self._connection) and not self._rows(NEWEST_NOTE)

    def notes(self) -> Iterator[bytes]:
        return (data for (data,) in self._streamed(ALL_NOTES))

    def notes_over(self, position: int) -> Iterator[bytes]:
        return (data for (data,) in self._streamed(NOTES_OVER, position))

    def notes_to_show(self, position: int) -> Iterator[bytes]:
        """The first few over this position that bear a line of a witness, and the newest of all: for a page."""
        yield from (data for (data,) in self._rows(COSIGNED_OVER, position))
        yield from (data for (data,) in self._rows(NEWEST_NOTE))

    def bundle(self, number: int, width: int) -> Bundle:
        first, rows = number * WIDTH, self._chunk_with(number)
        lost = (bytes(HASH_BYTES), None, None)
        found = [rows.get(position, lost) for position in range(first, first + width)]
        return Bundle(
            b"".join(_entry(header) for _hash, header, _payload in found),
            b"".join(hash_ for hash_, _header, _payload in found),
            iter([_payload(header, payload) for _hash, header, payload in found]),
        )

    def _chunk_with(self, number: int) -> dict[int, tuple[Any, ...]]:
        """The rows of this bundle by position, and with them those of its neighbours that are asked for next."""
        begin = number - number % BUNDLES_AT_ONCE
        if self._begin != begin:
            self._chunk.clear()  # never two in memory
            first = begin * WIDTH
            rows = self._rows(ENTRIES, first, first + BUNDLES_AT_ONCE * WIDTH)
            self._begin, self._chunk = begin, {position: tuple(rest) for position, *rest in rows}
        return self._chunk

    def tile(self, level: int, number: int, width: int) -> bytes:
        first = number * WIDTH
        found = dict(self._rows(NODES, level, first, first + width))
        return b"".join(found.get(first + each, bytes(HASH_BYTES)) for each in range(width))

    def interventions(self, size: int) -> Iterator[Row]:
        return (Row(*row) for row in self._streamed(INTERVENTIONS, size))

    def stored_epoch(self, epoch_id: UUID) -> StoredEpoch | None:
        found = self._rows(EPOCH, epoch_id)
        return StoredEpoch(*found[0]) if found else None

    def tag_keys(self) -> Iterator[StoredTagKey]:
        return (StoredTagKey(*row) for row in self._rows(TAG_KEYS))

    def wraps(self) -> Iterator[StoredWrap]:
        return (StoredWrap(*row) for row in self._streamed(WRAPS))

    def timestamps(self) -> Iterator[StoredTimestamp]:
        return (StoredTimestamp(*row) for row in self._streamed(TIMESTAMPS))

    def waiting(self) -> tuple[int, Any]:
        """How many entries have no position yet, and when the first of them was written."""
        ((count, since),) = self._rows(WAITING)
        return count, since

    def _rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.Cursor(self._connection) as cursor:  # whatever cursors the connection makes by itself
            return cursor.execute(question, values, binary=True).fetchall()

    def _streamed(self, question: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        with psycopg.ServerCursor(self._connection, f"log_{abs(hash(question))}") as cursor:
            cursor.itersize = 1000
            cursor.execute(question, values, binary=True)
            yield from cursor


def _entry(header: bytes | None) -> bytes:
    return LENGTH + header if header is not None and len(header) == HEADER_BYTES else NO_ENTRY


def _payload(header: bytes | None, payload: bytes | None) -> bytes | Missing:
    if header is None:
        return Missing.LOST
    return Missing.ERASED if payload is None else payload
