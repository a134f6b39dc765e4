"""The tags that this process writes: made with the key of the month, which all processes share.

The key is made by whoever needs it first and committed on a connection of its own, so that acts that roll back leave it.
Of processes that race for a new month, one wins, and all use its key.
"""

from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings

from audit import opening, tagkeys
from audit.format import NO_CASE_TAG
from audit.tagkeys import NoTagKey, TagKey

HELD = "SELECT held FROM audit_tag_key WHERE period = %s"
INSERT = (
    "INSERT INTO audit_tag_key (period, record, signature, held) VALUES (%s, %b, %b, %b)"
    " ON CONFLICT (period) DO NOTHING"
)
PATIENCE = "SET LOCAL lock_timeout = '2s'"

# The key used last, and how long it serves. Replaced as a whole: threads and forked children need no lock for it.
_NONE: tuple[int, int, bytes] = (0, 0, b"")
_current = _NONE


def tag_of(case: UUID | None, unix_ms: int) -> bytes:
    """Sixteen bytes for the header of an entry about ``case``, zeros where there is none. NoTagKey when it cannot be."""
    if case is None:
        return NO_CASE_TAG
    start, end, key = _current
    if not start <= unix_ms < end:
        key = _learn(unix_ms)
    return tagkeys.tag_for(case, key)


def forget() -> None:
    """The database was swapped."""
    global _current
    _current = _NONE


def forget_what_is_over(unix_ms: int) -> None:
    """So that the key of a month does not outlive it in an idle process."""
    if _current[1] <= unix_ms:
        forget()


def _learn(unix_ms: int) -> bytes:
    global _current
    period = tagkeys.period_of(unix_ms)
    with opening.own_connection() as connection:
        key = _found(connection, period) or _made(connection, period, unix_ms)
    _current = (*tagkeys.bounds(period), key.secret)
    return key.secret


def _found(connection: psycopg.Connection[Any], period: str) -> TagKey | None:
    row = connection.execute(HELD, [tagkeys.first_day(period)]).fetchone()
    if row is None:
        return None
    if row[0] is None:
        raise NoTagKey(f"the tag key of {period} is not held any more: is the clock of this machine right?")
    return tagkeys.held(period, bytes(row[0]), _under())


def _made(connection: psycopg.Connection[Any], period: str, unix_ms: int) -> TagKey:
    """The key of a month nobody has written in yet; somebody else's, if they were faster."""
    key = TagKey(period)
    signed = tagkeys.make_record(
        key,
        opening.recipients(connection),
        origin=settings.AUDIT_ORIGIN,
        made_ms=unix_ms,
        signed_by=opening.instance_key(),
    )
    row = (tagkeys.first_day(period), signed.record, signed.signature, tagkeys.hold(key, _under()))
    with connection.transaction():
        connection.execute(PATIENCE)  # for a row that somebody has begun and does not end
        connection.execute(INSERT, row)
    stored = _found(connection, period)
    if stored is None:
        raise NoTagKey(f"the tag key of {period} was not stored")
    return stored


def _under() -> bytes:
    return tagkeys.load(str(settings.AUDIT_TAG_KEY_FILE))
