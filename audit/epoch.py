"""The record of an epoch: for whom its key is wrapped, signed by the instance that made it.

Pure Python. It is committed before the first entry of the epoch, so no entry exists that nobody can open.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit import sealing, xwing
from audit.format import Malformed, canonical
from audit.sealing import CannotOpen, EpochKey

FORMAT = "fk-audit-epoch-v1"
SIGNED_AS = b"fk-audit-epoch-v1\n"
HEX_FIELDS = {"epoch": 16, "instance": 32, "recipient_list": 32, "commitment": 32}
ROLE_BYTE = {"officer": b"\x01", "recovery": b"\x02"}


class Role(StrEnum):
    OFFICER = "officer"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Recipient:
    role: Role
    public: bytes

    @property
    def key_id(self) -> bytes:
        return xwing.key_id(self.public)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and when an epoch was opened; none of it is secret."""

    origin: str
    process: str
    software: str
    opened_ms: int
    previous: UUID | None


@dataclass(frozen=True, slots=True)
class SignedRecord:
    record: bytes
    signature: bytes

    @property
    def digest(self) -> bytes:
        """The payload of the epoch's first entry (kind 2): it ties the record to the log."""
        return sha256(self.record + self.signature).digest()


def list_digest(roles_and_ids: Iterable[tuple[str, bytes]]) -> bytes:
    """One hash over all recipients in the order of their ids: none can be dropped without the others seeing it."""
    ordered = sorted(roles_and_ids, key=lambda pair: pair[1])
    return sha256(b"".join(ROLE_BYTE[role] + key_id for role, key_id in ordered)).digest()


def instance_id(public: Ed25519PublicKey) -> str:
    return sha256(public.public_bytes_raw()).hexdigest()


def make_record(
    key: EpochKey, recipients: Sequence[Recipient], circumstances: Circumstances, *, signed_by: Ed25519PrivateKey
) -> SignedRecord:
    everybody = list_digest((recipient.role, recipient.key_id) for recipient in recipients)
    record = canonical(
        {
            "format": FORMAT,
            "origin": circumstances.origin,
            "epoch": key.id.hex,
            "instance": instance_id(signed_by.public_key()),
            "process": circumstances.process,
            "software": circumstances.software,
            "opened_ms": circumstances.opened_ms,
            "previous": circumstances.previous.hex if circumstances.previous else "",
            "recipient_list": everybody.hex(),
            "recipients": [
                _wrapped(key, recipient, circumstances.origin, everybody) for recipient in _ordered(recipients)
            ],
            "commitment": sealing.commitment(key.secret).hex(),
        }
    )
    return SignedRecord(record, signed_by.sign(SIGNED_AS + record))


def _ordered(recipients: Sequence[Recipient]) -> list[Recipient]:
    return sorted(recipients, key=lambda recipient: recipient.key_id)


def _wrapped(key: EpochKey, recipient: Recipient, origin: str, everybody: bytes) -> dict[str, str]:
    wrapped = sealing.wrap(key, recipient.public, origin=origin, recipient_list=everybody)
    return {"role": recipient.role.value, "key": recipient.key_id.hex(), "wrapped": b64encode(wrapped).decode()}


def check_signature(signed: SignedRecord, instance: Ed25519PublicKey) -> None:
    try:
        instance.verify(signed.signature, SIGNED_AS + signed.record)
    except InvalidSignature as error:
        raise CannotOpen("the record of this epoch was not signed by this instance") from error


def open_record(signed: SignedRecord, pair: xwing.Pair) -> EpochKey:
    """The epoch's key for the officer whose keys these are, after the record was seen to agree with itself."""
    fields = read_record(signed.record)
    everybody = recipient_list(fields)
    key = sealing.unwrap(
        _mine(fields, pair.key_id.hex()),
        pair,
        origin=fields["origin"],
        epoch=UUID(hex=fields["epoch"]),
        recipient_list=everybody,
    )
    check_commitment(key, fields)
    return key


def recipient_list(fields: dict[str, Any]) -> bytes:
    """The digest of all recipients, after seeing that it is theirs."""
    everybody = list_digest((entry["role"], bytes.fromhex(entry["key"])) for entry in fields["recipients"])
    if everybody.hex() != fields["recipient_list"]:
        raise CannotOpen("the list of recipients is not the one the key was wrapped for")
    return everybody


def check_commitment(key: EpochKey, fields: dict[str, Any]) -> None:
    if sealing.commitment(key.secret).hex() != fields["commitment"]:
        raise CannotOpen("this officer was given another key than the record commits to")


def _mine(fields: dict[str, Any], key_id: str) -> bytes:
    for entry in fields["recipients"]:
        if entry["key"] == key_id:
            return _unwrapped_text(entry["wrapped"])
    raise CannotOpen(f"epoch {fields['epoch']} was not sealed for this key")


def _unwrapped_text(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed("a wrapped key is in base64") from error


def read_record(record: bytes) -> dict[str, Any]:
    """The fields of a record. Its shape is checked, not yet what it says: a stranger's bytes raise Malformed."""
    try:
        fields = json.loads(record)
    except (ValueError, RecursionError) as error:
        raise Malformed("the record of an epoch is JSON") from error
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise Malformed(f"this is no record of format {FORMAT}")
    if not all(_is_hex(fields.get(name), size) for name, size in HEX_FIELDS.items()):
        raise Malformed("an id or a hash of this record is damaged")
    origin = fields.get("origin")
    if not isinstance(origin, str) or not origin.isprintable() or not isinstance(fields.get("opened_ms"), int):
        raise Malformed("this record does not say where and when")
    recipients = fields.get("recipients")
    if not isinstance(recipients, list) or not all(map(_is_recipient, recipients)):
        raise Malformed("the recipients of this record are damaged")
    return fields


def _is_recipient(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and entry.get("role") in tuple(ROLE_BYTE)
        and _is_hex(entry.get("key"), 32)
        and isinstance(entry.get("wrapped"), str)
    )


def _is_hex(text: object, size: int) -> bool:
    """Lower case and nothing between the digits, as it is written."""
    return isinstance(text, str) and len(text) == 2 * size and not text.strip("0123456789abcdef")
