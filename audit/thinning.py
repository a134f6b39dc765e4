"""Which checkpoints are kept: those a witness cosigned or an authority stamped, the first of each hour, the newest.

One is signed for each act that waits, for some seconds; later it says nothing that the next cosigned one does not say.
Knows psycopg and no Django.
"""

from typing import Any

import psycopg

# What is newer than the last cosigned one stays: the witness may have seen it, though nobody stored that it did.
THIN = """
DELETE FROM audit_checkpoint c USING (
    SELECT origin, size, row_number() OVER (PARTITION BY origin, date_trunc('hour', at) ORDER BY size) AS number
    FROM audit_checkpoint WHERE at < date_trunc('hour', now())
) one
WHERE (c.origin, c.size) = (one.origin, one.size) AND one.number > 1
    AND c.size < (SELECT max(size) FROM {below} newest WHERE newest.origin = c.origin)
    AND NOT EXISTS (SELECT FROM audit_cosignature w WHERE (w.origin, w.size) = (c.origin, c.size))
    AND NOT EXISTS (SELECT FROM audit_timestamp t WHERE (t.origin, t.size) = (c.origin, c.size))
"""
HOUR = "SELECT date_trunc('hour', now())"


class Thinning:
    """Of each hour that is over, once. ``is_watched``: there is a witness to wait for."""

    def __init__(self, *, is_watched: bool) -> None:
        self._below = "audit_cosignature" if is_watched else "audit_checkpoint"
        self._done: object = None

    def __call__(self, connection: psycopg.Connection[Any]) -> None:
        ((hour,),) = connection.execute(HOUR).fetchall()
        if hour != self._done:
            connection.execute(THIN.format(below=self._below))
            self._done = hour
