"""Opening an epoch: its record and its first entry are committed before anything is sealed under its key.

This happens on a short-lived connection of its own: if the act that comes first rolls back, the epoch must still stand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from audit import epoch, instance
from audit.epoch import Circumstances, Recipient, Role, SignedRecord
from audit.format import Kind, close_header, header_of
from audit.sealing import EpochKey, Sealed

FIRST_COUNTER_LEFT = 1  # counter 0 is the epoch's own entry

ACTIVE = "SELECT role, public_key FROM audit_recipient WHERE since <= now() AND (until IS NULL OR until > now())"
INSERT_EPOCH = "INSERT INTO audit_epoch (id, record, signature) VALUES (%s, %b, %b)"
INSERT_ENTRY = "INSERT INTO audit_entry (epoch_id, counter, header, payload) VALUES (%s, %s, %b, %b)"


class NoRecipients(Exception):
    """There is no officer's key to seal for."""


def open_epoch(key: EpochKey, *, process: str, previous: UUID | None, unix_ms: int) -> None:
    circumstances = Circumstances(settings.AUDIT_ORIGIN, process, settings.AUDIT_SOFTWARE, unix_ms, previous)
    with own_connection() as connection:
        signed = epoch.make_record(key, recipients(connection), circumstances, signed_by=instance_key())
        first = first_entry(key.id, signed, unix_ms=unix_ms)
        with connection.transaction():
            connection.execute(INSERT_EPOCH, (key.id, signed.record, signed.signature))
            connection.execute(INSERT_ENTRY, (key.id, 0, first.header, first.payload))


def first_entry(epoch_id: UUID, signed: SignedRecord, *, unix_ms: int) -> Sealed:
    """Kind 2, not encrypted: the digest of the record, so that whoever checks the log can check the record."""
    bound = header_of(sha256().digest_size, kind=Kind.EPOCH_OPEN, unix_ms=unix_ms, epoch=epoch_id, counter=0)
    return Sealed(close_header(bound, signed.digest), signed.digest)


def recipients(connection: psycopg.Connection[Any]) -> list[Recipient]:
    recipients = [Recipient(Role(role), bytes(public)) for role, public in connection.execute(ACTIVE)]
    if not any(recipient.role is Role.OFFICER for recipient in recipients):
        raise NoRecipients("no data protection officer's key is loaded: nobody could read the log")
    return recipients


def instance_key() -> Any:
    return instance.load(str(settings.AUDIT_INSTANCE_KEY_FILE))


@contextmanager
def own_connection() -> Iterator[psycopg.Connection[Any]]:
    """A second connection with the same settings and the same role."""
    wrapper = connections[DEFAULT_DB_ALIAS].copy()
    wrapper.ensure_connection()
    try:
        yield wrapper.connection
    finally:
        wrapper.close()
