"""How the log is: how long, how far it is proved, what waits, and what is odd. Needs no key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit import closing
from audit.format import Malformed
from audit.live import Connection

CHECKPOINT = """
    SELECT c.origin, c.size, c.at FROM audit_checkpoint c JOIN audit_origin o USING (origin)
    ORDER BY o.number DESC, c.size DESC LIMIT 1
"""
WITNESSED = """
    SELECT c.size, max(c.at), array_agg(DISTINCT c.witness ORDER BY c.witness) FROM audit_cosignature c
    JOIN audit_origin o USING (origin) GROUP BY o.number, c.size ORDER BY o.number DESC, c.size DESC LIMIT 1
"""
UNWITNESSED = """
    WITH newest AS (SELECT origin FROM audit_origin ORDER BY number DESC LIMIT 1)
    SELECT c.at FROM audit_checkpoint c JOIN newest USING (origin)
    WHERE c.size > (SELECT coalesce(max(k.size), 0) FROM audit_cosignature k JOIN newest USING (origin))
    ORDER BY c.size LIMIT 1
"""
STATE = "SELECT beat_at, waiting_since, trouble FROM audit_sequencer_state"
WAITING = """
    SELECT count(*), min(e.at) FROM audit_entry e
    WHERE e.xid >= (SELECT horizon FROM audit_sequencer_state)
    AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.epoch_id = e.epoch_id AND l.counter = e.counter)
"""
# Those whose process must have ended: the sequencer has counted what is there of them.
OPEN_EPOCHS = "SELECT count(*), coalesce(sum(cardinality(missing)), 0) FROM audit_open_epoch WHERE last IS NOT NULL"
# The last entry of an epoch is its close.
CLOSED_BY_OTHERS = """
    SELECT x.payload FROM audit_epoch p CROSS JOIN LATERAL (
        SELECT e.header, e.payload FROM audit_entry e WHERE e.epoch_id = p.id ORDER BY e.counter DESC LIMIT 1) x
    WHERE p.at > now() - interval '90 days' AND get_byte(x.header, 4) = 3
    AND position('"by":"successor"'::bytea IN x.payload) > 0
"""
TIMESTAMP = "SELECT max(at) FROM audit_timestamp"


@dataclass(frozen=True)
class Standing:
    """Times are None where it has not happened yet."""

    origin: str
    size: int
    checkpoint_at: datetime | None
    witnessed_size: int
    witnessed_at: datetime | None
    witnesses: list[str]
    unwitnessed_since: datetime | None  # when the first checkpoint was signed that no witness has seen
    beat_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    trouble: str
    never_closed: int
    missing: int  # counters of epochs that nobody closed
    unexplained: int  # counters that a successor found missing, of the last 90 days
    timestamp_at: datetime | None


def standing(connection: Connection) -> Standing:
    origin, size, checkpoint_at = _one(connection, CHECKPOINT) or ("", 0, None)
    witnessed_size, witnessed_at, witnesses = _one(connection, WITNESSED) or (0, None, [])
    beat_at, _since, trouble = _one(connection, STATE) or (None, None, "")
    waiting, waiting_since = _one(connection, WAITING) or (0, None)
    never_closed, missing = _one(connection, OPEN_EPOCHS) or (0, 0)
    return Standing(
        origin=origin,
        size=size,
        checkpoint_at=checkpoint_at,
        witnessed_size=witnessed_size,
        witnessed_at=witnessed_at,
        witnesses=witnesses,
        unwitnessed_since=(_one(connection, UNWITNESSED) or (None,))[0],
        beat_at=beat_at,
        waiting=waiting,
        waiting_since=waiting_since,
        trouble=trouble,
        never_closed=never_closed,
        missing=int(missing),
        unexplained=sum(map(_missing, connection.execute(CLOSED_BY_OTHERS, binary=True))),
        timestamp_at=(_one(connection, TIMESTAMP) or (None,))[0],
    )


def _one(connection: Connection, statement: str) -> Any:
    return connection.execute(statement).fetchone()


def _missing(row: tuple[bytes]) -> int:
    """How many counters the close of a killed process could not explain."""
    try:
        return len(closing.read(row[0]).close.abandoned)
    except Malformed:
        return 1
