"""The log in the database, in the order of time, for whoever may read its tables: a source for ``read.answers``.

No Django: takes a connection of psycopg whose role is ``audit_reader``. A few epochs are in memory at a time.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from audit.epoch import SignedRecord
from audit.source import Row

EPOCHS_AT_ONCE = 8  # of at most 1025 entries each
MS_AT, EPOCH_AND_COUNTER_AT = slice(8, 16), slice(16, 40)  # of a header
# An entry is no older than its epoch and at most 15 minutes younger; the rest is for clocks that disagree.
SLACK_MS = 20 * 60 * 1000
FOREVER_MS = 2**53

# An epoch begins at the time its first entry says; the database's own clock is another (and a restore has its own, too).
EPOCHS = """
    SELECT epoch_id, substr(header, 9, 8) FROM audit_entry
    WHERE counter = 0 AND substr(header, 9, 8) BETWEEN %s AND %s ORDER BY substr(header, 9, 8) {order}, epoch_id {order}
"""
ENTRIES = """
    SELECT l.position, e.header, e.payload FROM audit_entry e LEFT JOIN audit_leaf l USING (epoch_id, counter)
    WHERE e.epoch_id = ANY(%s)
"""
OF_KINDS = f"{ENTRIES} AND substr(e.header, 5, 1) = ANY(%s)"
ENTRY = f"{ENTRIES.replace('= ANY(%s)', '= %s')} AND e.counter = %s"
EPOCH = "SELECT record, signature FROM audit_epoch WHERE id = %s"
REWRAP = "SELECT wrapped FROM audit_rewrap WHERE epoch_id = %s AND key_id = %s"
TAG_KEY = "SELECT record, signature FROM audit_tag_key WHERE period = to_date(%s, 'YYYY-MM')"

Connection = psycopg.Connection[Any]


class TooMany(Exception):
    """There are more entries in this time than may be looked at in one go."""


class Live:
    """Entries of ``since`` to ``until`` (exclusive), as they stand at the beginning of the connection's transaction."""

    def __init__(
        self,
        connection: Connection,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        kinds: Collection[int] = (),
        most: int | None = None,
        newest_first: bool = True,
    ) -> None:
        """Of ``kinds``, or of all; at most ``most`` of them."""
        self._connection = connection
        self._since, self._until = _ms(since, 0), _ms(until, FOREVER_MS)
        self._kinds = [bytes([kind]) for kind in kinds]
        self._most = most
        self._newest_first = newest_first
        self.seen = 0
        self.ahead_ms = FOREVER_MS  # newest first: what is still to come is no newer than this

    def rows(self) -> Iterator[Row]:
        """In the order of time, but for entries less than 20 minutes apart. Raises TooMany after ``most``."""
        bounds = (as_bytes(self._since - SLACK_MS), as_bytes(self._until + SLACK_MS))
        statement = EPOCHS.format(order="DESC" if self._newest_first else "ASC")
        with self._connection.cursor(name="epochs") as epochs:
            epochs.itersize = EPOCHS_AT_ONCE
            epochs.execute(statement, bounds, binary=True)
            while some := epochs.fetchmany(EPOCHS_AT_ONCE):
                yield from self._rows_of([each for each, _at in some], int.from_bytes(some[-1][1], "big") + SLACK_MS)

    def _rows_of(self, epochs: list[UUID], later_ms: int) -> Iterator[Row]:
        asked = (OF_KINDS, (epochs, self._kinds)) if self._kinds else (ENTRIES, (epochs,))
        found = [Row(*each) for each in self._connection.execute(*asked, binary=True)]
        for row in sorted(found, key=place, reverse=self._newest_first):
            at = unix_ms(row.header)
            if not self._since <= at < self._until:
                continue
            self._count()
            self.ahead_ms = max(at, later_ms)
            yield row

    def _count(self) -> None:
        self.seen += 1
        if self._most is not None and self.seen > self._most:
            raise TooMany

    def row(self, epoch_id: UUID, counter: int) -> Row | None:
        found = self._connection.execute(ENTRY, (epoch_id, counter), binary=True).fetchone()
        return Row(*found) if found else None

    def epoch(self, epoch_id: UUID) -> SignedRecord | None:
        return _signed(self._connection.execute(EPOCH, (epoch_id,), binary=True).fetchone())

    def rewrap(self, epoch_id: UUID, key_id: bytes) -> bytes | None:
        found = self._connection.execute(REWRAP, (epoch_id, key_id), binary=True).fetchone()
        return found[0] if found else None

    def tag_key(self, period: str) -> SignedRecord | None:
        return _signed(self._connection.execute(TAG_KEY, (period,), binary=True).fetchone())


def place(row: Row) -> tuple[bytes, bytes]:
    """By time; entries of one millisecond by epoch and counter."""
    return row.header[MS_AT], row.header[EPOCH_AND_COUNTER_AT]


def unix_ms(header: bytes) -> int:
    return int.from_bytes(header[MS_AT], "big")


def _ms(moment: datetime | None, otherwise: int) -> int:
    return int(moment.timestamp() * 1000) if moment else otherwise


def as_bytes(unix_ms: int) -> bytes:
    return max(unix_ms, 0).to_bytes(8, "big")


def _signed(found: tuple[bytes | None, bytes] | None) -> SignedRecord | None:
    return SignedRecord(found[0], found[1]) if found and found[0] is not None else None
