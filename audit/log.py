"""``record()``: the only writer of the log.

Its entry is part of the caller's transaction: no entry, no act. What it cannot write, must not happen.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID
from weakref import WeakSet

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

from audit import awaited, current, events, tags
from audit.current import Placed, Process
from audit.events import Event, Level
from audit.format import COUNTER_AT, EPOCH_AT, LARGEST_PAYLOAD, Kind, Malformed, canonical
from audit.instance import NoInstanceKey
from audit.opening import NoRecipients
from audit.tagkeys import NoTagKey

VERSION = 1
LARGEST_TEXT = LARGEST_PAYLOAD - 1024  # with what padding and seal add
PREPARED = b"audit_entry"
PREPARE = """
PREPARE audit_entry (uuid, bigint, bytea, bytea) AS
INSERT INTO audit_entry (epoch_id, counter, header, payload) VALUES ($1, $2, $3, $4)
"""
ALL_BINARY = (1, 1, 1, 1)
UNWRITABLE = (Error, psycopg.Error, NoRecipients, NoInstanceKey, NoTagKey)

_prepared: WeakSet[psycopg.Connection[Any]] = WeakSet()


class AuditUnavailable(Exception):
    """The entry could not be written; the act it belongs to is undone."""


def record(
    event: str,
    *,
    actor: UUID | None,
    role: str,
    institution: int | None,
    object: str | None = None,  # noqa: A002 - the word of the format
    case: UUID | None = None,
    purpose: str = "",
    outcome: str = "ok",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one sealed entry into the caller's transaction.

    Raises UnknownEvent for an event that stands in no table, Malformed for details the format does not take
    (floats, dates, None, a mebibyte), AuditUnavailable when the log cannot be written.
    """
    what = events.get(event)
    text = canonical(
        _fields(
            what,
            actor=actor and str(actor),
            role=role,
            institution=institution,
            object=object,
            case=case and str(case),
            purpose=purpose,
            outcome=outcome,
            details=details,
        )
    )
    if len(text) > LARGEST_TEXT:
        raise Malformed(f"an entry has at most {LARGEST_TEXT} bytes")
    _write(lambda process: process.seal(text, kind=what.kind, case=case), what.level)


def record_signed(payload: bytes, *, kind: Kind, level: Level = Level.STORED) -> tuple[UUID, int]:
    """Write an entry of the log about itself, signed instead of sealed, into the caller's transaction.

    Answers where it stands: its epoch and its counter. Raises AuditUnavailable like ``record()``.
    """
    placed = _write(lambda process: process.place(payload, kind=kind), level)
    return placed.counters.id, placed.counter


def end_epoch() -> None:
    """Seal the next entry under a new epoch: the recipients have changed."""
    current.process().end_epoch()


def forget_epoch() -> None:
    """Know nothing of what was written: the database was swapped."""
    current.forget()
    tags.forget()


def _fields(what: Event, **given: Any) -> dict[str, Any]:
    """What is not given is left out: canonical JSON here knows no null."""
    fixed = {"v": VERSION, "event": what.name, "level": int(what.level), "operation": what.operation.value}
    return fixed | {name: value for name, value in given.items() if value is not None}


def _write(make: Callable[[Process], Placed], level: Level) -> Placed:
    if not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise AuditUnavailable("an entry belongs into the transaction of its act, and there is none")
    try:
        placed = make(current.process())
        _insert(placed)
    except UNWRITABLE as error:
        transaction.set_rollback(True)  # even if somebody swallows the exception
        raise AuditUnavailable(f"the log cannot be written: {error}") from error
    connections[DEFAULT_DB_ALIAS].on_commit(partial(_committed, placed, level))
    return placed


def _insert(placed: Placed) -> None:
    """Prepared, and without a cursor: this statement runs with every act, and a cursor costs more than the database."""
    header, payload = placed.sealed
    try:
        raw = _ready()
        values = (header[EPOCH_AT], header[COUNTER_AT], header, payload)
        result = raw.pgconn.exec_prepared(PREPARED, values, ALL_BINARY)
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)
    except InvalidSqlStatementName:
        _prepared.discard(raw)  # somebody deallocated it: the next act prepares it again
        raise
    finally:
        placed.counters.arrived(placed.counter)


def _ready() -> psycopg.Connection[Any]:
    """The connection in its transaction, which psycopg only begins with the first statement of a cursor."""
    raw: psycopg.Connection[Any] = connections[DEFAULT_DB_ALIAS].connection
    if raw not in _prepared:
        psycopg.Cursor(raw).execute(PREPARE)
        _prepared.add(raw)
    elif raw.pgconn.transaction_status == TransactionStatus.IDLE:
        psycopg.Cursor(raw).execute("")
    return raw


def _committed(placed: Placed, level: Level) -> None:
    placed.counters.confirm(placed.counter)
    if level:
        awaited.expect(placed.counters.id, placed.counter, level)
