"""Entries of the database in another order than that of time, chosen by what their headers say: sources like ``Live``.

No Django. What an officer's page does not need is neither read nor counted.
"""

from collections.abc import Iterator
from typing import Any

from audit.live import SLACK_MS, Connection, Live, as_bytes
from audit.period import Period
from audit.sampling import Draw
from audit.source import Row

AT_ONCE = 50
# By an index of their own: years of them are few.
OF_OFFICERS = """
    SELECT l.position, e.header, e.payload FROM audit_entry e LEFT JOIN audit_leaf l USING (epoch_id, counter)
    WHERE substr(e.header, 5, 1) = '\\x07' AND substr(e.header, 9, 8) >= %s AND substr(e.header, 9, 8) < %s
    ORDER BY substr(e.header, 9, 8)
"""
# The lot of ``audit.sampling``: the hash of the seed, and of epoch and counter as they stand in the header.
LOTS = """
    SELECT e.epoch_id, e.counter FROM audit_entry e JOIN audit_leaf l USING (epoch_id, counter)
    WHERE l.position < %s AND substr(e.header, 5, 1) = '\\x01'
        AND substr(e.header, 9, 8) >= %s AND substr(e.header, 9, 8) < %s
        AND e.epoch_id IN (SELECT epoch_id FROM audit_entry WHERE counter = 0 AND substr(header, 9, 8) BETWEEN %s AND %s)
    ORDER BY sha256(%s || substr(e.header, 17, 24))
"""
DRAWN = """
    SELECT l.position, e.header, e.payload
    FROM unnest(%s::uuid[], %s::bigint[]) WITH ORDINALITY AS lot (epoch_id, counter, number)
    JOIN audit_entry e USING (epoch_id, counter) JOIN audit_leaf l USING (epoch_id, counter) ORDER BY lot.number
"""


class OfOfficers(Live):
    """What officers did, oldest first."""

    def rows(self) -> Iterator[Row]:
        with self._connection.cursor(name="officers") as entries:
            entries.execute(OF_OFFICERS, (as_bytes(self._since), as_bytes(self._until)), binary=True)
            for row in entries:
                self._count()
                yield Row(*row)


class InLots(Live):
    """Acts of a month in the order in which ``what`` draws them."""

    def __init__(self, connection: Connection, what: Draw, period: Period, **given: Any) -> None:
        super().__init__(connection, since=period.since, until=period.until, **given)
        self._what = what

    def rows(self) -> Iterator[Row]:
        span = (self._since, self._until, self._since - SLACK_MS, self._until + SLACK_MS)
        with self._connection.cursor(name="lots") as lots:
            lots.itersize = AT_ONCE
            lots.execute(LOTS, (self._what.size, *map(as_bytes, span), self._what.seed), binary=True)
            while some := lots.fetchmany(AT_ONCE):
                drawn = self._connection.execute(DRAWN, tuple(map(list, zip(*some, strict=True))), binary=True)
                yield from (Row(*row) for row in drawn)
