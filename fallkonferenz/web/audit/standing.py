"""How the log is: how long, how far it is proved, what waits, and what is odd. Needs no key."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from audit import closing, note
from audit.format import Malformed
from audit.live import Connection
from audit.policy import NotTrusted
from audit.standing import Outside, Unusable

CHECKPOINT = """
    SELECT c.origin, c.size, c.at FROM audit_checkpoint c JOIN audit_origin o USING (origin)
    ORDER BY o.number DESC, c.size DESC LIMIT 1
"""
# The last few: a row is no word of a witness before its line was checked.
COSIGNED = """
    SELECT c.size, max(c.at), k.note || string_agg(c.line, ''::bytea ORDER BY c.witness) FROM audit_cosignature c
    JOIN audit_checkpoint k USING (origin, size) JOIN audit_origin o USING (origin)
    GROUP BY o.number, c.size, k.note ORDER BY o.number DESC, c.size DESC LIMIT 5
"""
UNWITNESSED = """
    WITH newest AS (SELECT origin FROM audit_origin ORDER BY number DESC LIMIT 1)
    SELECT c.at FROM audit_checkpoint c JOIN newest USING (origin)
    WHERE c.size > %s ORDER BY c.size LIMIT 1
"""
STATE = "SELECT beat_at, waiting_since, trouble, gaps FROM audit_sequencer_state"
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
    gaps: int  # entries taken out before they had a position
    never_closed: int
    missing: int  # counters of epochs that nobody closed: written, or rolled back by a process that was killed
    unexplained: int  # counters that a successor found missing, of the last 90 days
    timestamp_at: datetime | None


def standing(connection: Connection) -> Standing:
    origin, size, checkpoint_at = _one(connection, CHECKPOINT) or ("", 0, None)
    witnessed_size, witnessed_at, witnesses = _witnessed(connection)
    beat_at, _since, trouble, gaps = _one(connection, STATE) or (None, None, "", 0)
    waiting, waiting_since = _one(connection, WAITING) or (0, None)
    never_closed, missing = _one(connection, OPEN_EPOCHS) or (0, 0)
    return Standing(
        origin=origin,
        size=size,
        checkpoint_at=checkpoint_at,
        witnessed_size=witnessed_size,
        witnessed_at=witnessed_at,
        witnesses=witnesses,
        unwitnessed_since=(_one(connection, UNWITNESSED, witnessed_size) or (None,))[0],
        beat_at=beat_at,
        waiting=waiting,
        waiting_since=waiting_since,
        trouble=trouble,
        gaps=gaps,
        never_closed=never_closed,
        missing=int(missing),
        unexplained=sum(map(_missing, connection.execute(CLOSED_BY_OTHERS, binary=True))),
        timestamp_at=(_one(connection, TIMESTAMP) or (None,))[0],
    )


def _witnessed(connection: Connection) -> tuple[int, datetime | None, list[str]]:
    """The last checkpoint that bears the signature of a witness the policy names: how large, when, whose."""
    try:
        trusted = Outside.of(policy_file=settings.AUDIT_POLICY_FILE, url="", witnessed_file="").policy
    except Unusable:
        return 0, None, []
    for size, at, signed in connection.execute(COSIGNED, binary=True):
        with suppress(Malformed, NotTrusted):
            if names := {trusted.witnesses[name].name for name in trusted.check(note.parse(signed)).witnesses}:
                return size, at, sorted(names)
    return 0, None, []


def _one(connection: Connection, statement: str, *given: object) -> Any:
    return connection.execute(statement, given).fetchone()


def _missing(row: tuple[bytes]) -> int:
    """How many counters the close of a killed process could not explain."""
    try:
        return len(closing.read(row[0]).close.abandoned)
    except Malformed:
        return 1
