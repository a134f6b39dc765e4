"""Reading the log in tests: becomes ``audit_reader`` on the same connection and opens entries as the first officer.

``from tests.audit import reading as audit_log`` and then ``audit_log.last().event == "access.denied"``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from audit.epoch import SignedRecord
from audit.format import Kind
from audit.read import Opened, open_entries
from audit.sealing import Sealed
from tests.audit import keys

EPOCHS = "SELECT record, signature FROM audit_epoch"
ENTRIES = (
    "SELECT header, payload FROM audit_entry JOIN audit_epoch ON id = epoch_id"
    " WHERE payload IS NOT NULL ORDER BY audit_epoch.at, counter"
)


@contextmanager
def as_reader() -> Iterator[Any]:
    """A cursor that may read the log; afterwards the connection has its role back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (before,) = cursor.fetchone()
        cursor.execute("SET ROLE audit_reader")
        try:
            yield cursor
        finally:
            cursor.execute(f'SET ROLE "{before}"')


def rows() -> tuple[list[SignedRecord], list[Sealed]]:
    """What is stored: the records of the epochs, and the sealed entries in the order they were written."""
    with as_reader() as cursor:
        cursor.execute(EPOCHS)
        epochs = [SignedRecord(bytes(record), bytes(signature)) for record, signature in cursor.fetchall()]
        cursor.execute(ENTRIES)
        return epochs, [Sealed(bytes(header), bytes(payload)) for header, payload in cursor.fetchall()]


def everything(seed: bytes = keys.FIRST_OFFICER) -> list[Opened]:
    """All entries, those of the log itself included."""
    return list(open_entries(*rows(), seed))


def entries(event: str | None = None) -> list[Opened]:
    """The application's entries, oldest first; only those of ``event`` when it is named."""
    written = [entry for entry in everything() if entry.header.kind is not Kind.EPOCH_OPEN]
    return [entry for entry in written if event in (None, entry.event)]


def last(event: str | None = None) -> Opened:
    found = entries(event)
    assert found, f"the log holds no entry of {event or 'any event'}"
    return found[-1]
