"""The log as far as one sees without an officer's key.

Each entry is the one its header speaks of; each epoch has its record, the log speaks of this one, and this installation
signed it. With the log's own key its tree and all its checkpoints are checked too. That nothing came after the last
checkpoint is seen by nobody but a witness.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from audit import instance, new_policy, policy, signing
from audit.checking import check
from audit.database import Database
from audit.epoch import SignedRecord, check_signature, instance_id, read_record
from audit.format import Header, Kind, Malformed
from audit.sealing import CannotOpen, Sealed, matching_header
from fallkonferenz.management.backups.figures import Figure, equal

EPOCHS = """
    SELECT o.id, o.record, o.signature, e.header, e.payload
    FROM audit_epoch o LEFT JOIN audit_entry e ON e.epoch_id = o.id AND e.counter = 0
"""
ORIGINS = "SELECT count(*), min(origin) FILTER (WHERE number = 1) FROM audit_origin"
ENTRIES = "SELECT epoch_id, counter, header, payload FROM audit_entry"
AT_ONCE = 1000


def figures(key_file: str = "", log_key_file: str = "") -> list[Figure]:
    """With the file of this installation's key signatures are looked at too, with that of the log its tree."""
    broken = sum(not _fits(*row) for row in _each(ENTRIES))
    foreign = sum(not _speaks_of(*row) for row in _each(EPOCHS))
    found = [equal("log_entries_broken", broken, 0), equal("log_records_foreign", foreign, 0)]
    if key_file:
        found.append(equal("log_records_unsigned", sum(_unsigned(key_file)), 0))
    if key_file and log_key_file:
        found.append(equal("log_faults", _faults(Path(key_file), Path(log_key_file)), 0))
    return found


def _faults(key_file: Path, log_key_file: Path) -> int:
    """What whoever checks the log would find, under all the names it has had."""
    with connection.cursor() as cursor:
        cursor.execute(ORIGINS)
        names, base = cursor.fetchone()
    if not names:
        return 0
    public = instance.load(str(key_file)).public_key().public_bytes_raw()
    text = new_policy.write(signing.load(log_key_file), public, origin=base, names=names)
    return len(check(Database(connection.connection), policy.parse(text.encode())).faults)


def _each(question: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(question)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _fits(epoch: UUID, counter: int, header: bytes, payload: bytes | None) -> bool:
    """A payload may have been erased; its header stays."""
    try:
        read = matching_header(Sealed(bytes(header), bytes(payload))) if payload is not None else Header.unpack(header)
    except (CannotOpen, Malformed):
        return False
    return (read.epoch, read.counter) == (epoch, counter)


def _speaks_of(
    epoch: UUID, record: bytes | None, signature: bytes, header: bytes | None, payload: bytes | None
) -> bool:
    """A record may have been erased; that the log says so is looked at with its tree."""
    if header is not None and record is None:
        return True
    if header is None or payload is None or Header.unpack(bytes(header)).kind is not Kind.EPOCH_OPEN:
        return False
    signed = SignedRecord(bytes(record), bytes(signature))
    return bytes(payload) == signed.digest and read_record(signed.record)["epoch"] == epoch.hex


def _unsigned(key_file: str) -> Iterator[bool]:
    """Records of an earlier key name that one, and are left to whoever has it."""
    public = instance.load(key_file).public_key()
    ours = instance_id(public)
    for _epoch, record, signature, _header, _payload in _each(EPOCHS):
        if record is None:
            continue
        signed = SignedRecord(bytes(record), bytes(signature))
        if read_record(signed.record)["instance"] == ours:
            yield not _is_signed(signed, public)


def _is_signed(signed: SignedRecord, public: Any) -> bool:
    try:
        check_signature(signed, public)
    except CannotOpen:
        return False
    return True
