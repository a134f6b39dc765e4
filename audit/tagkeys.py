"""Keys of the case tags, one a month: with them an officer finds the entries of a case without opening all others.

Pure Python. The key of a month is wrapped for every recipient, in a record like that of an epoch; while the month lasts,
the writers hold it too, under a key in a file outside the database.
"""

import binascii
import hmac
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from audit import sealing, xwing
from audit import signed as signed_text
from audit.epoch import Recipient, SignedRecord, instance_id, list_digest
from audit.format import NO_CASE_TAG, Header, Malformed, canonical
from audit.sealing import CannotOpen

FORMAT = "fk-audit-tag-key-v1"
SIGNED_AS = b"fk-audit-tag-key-v1\n"
PURPOSE = b"fk-audit-tag-key-v1"
KEY_BYTES = 32
TAG_BYTES = 16
NONCE_BYTES = 12
LARGEST_LIST = 64 * 1024
_TAG_LINE = re.compile(r"\d{4}-\d{2} [0-9a-f]{32}")


class NoTagKey(Exception):
    """The key of this month's case tags cannot be had; no act with a case can be recorded."""


@dataclass(frozen=True, slots=True)
class TagKey:
    """The key of one month, ``2026-11``, of the months of UTC."""

    period: str
    secret: bytes = field(default_factory=lambda: os.urandom(KEY_BYTES), repr=False)

    def tag(self, case: UUID) -> bytes:
        return tag_for(case, self.secret)


def tag_for(case: UUID, key: bytes) -> bytes:
    return hmac.digest(key, case.bytes, "sha256")[:TAG_BYTES]


def period_of(unix_ms: int) -> str:
    """The month whose key makes the tag of an entry written at this time."""
    return f"{datetime.fromtimestamp(unix_ms / 1000, UTC):%Y-%m}"


def first_day(period: str) -> date:
    try:
        return date.fromisoformat(f"{period}-01")
    except ValueError as error:
        raise Malformed(f"{period!r} is no month") from error


def bounds(period: str) -> tuple[int, int]:
    """The milliseconds in which a month begins, and in which it is over."""
    start = first_day(period)
    end = date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return _midnight_ms(start), _midnight_ms(end)


def _midnight_ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def may_be_about(header: Header, case: UUID, keys: Mapping[str, TagKey]) -> bool:
    """False when the entry need not be opened to know that it is not about ``case``.

    An entry without a tag may be: a list names its cases in what is sealed.
    """
    key = keys.get(period_of(header.unix_ms))
    return key is None or header.case_tag in (NO_CASE_TAG, key.tag(case))


def fits(header: Header, case: UUID | None, keys: Mapping[str, TagKey]) -> bool:
    """Whether the tag says what was found sealed; a writer that lies in its tags hides entries from who asks by case."""
    if case is None or header.case_tag == NO_CASE_TAG:
        return header.case_tag == NO_CASE_TAG
    key = keys.get(period_of(header.unix_ms))
    return key is None or header.case_tag == key.tag(case)


def write_tags(case: UUID, keys: Mapping[str, TagKey]) -> bytes:
    """The tags of one case, a line for each month: what an officer hands over so that the case can be erased early."""
    return "".join(f"{period} {keys[period].tag(case).hex()}\n" for period in sorted(keys)).encode()


def read_tags(data: bytes) -> list[bytes]:
    lines = data.decode("ascii", "replace").splitlines()
    if not lines or len(data) > LARGEST_LIST or not all(_TAG_LINE.fullmatch(line) for line in lines):
        raise Malformed("a list of case tags has lines of a month and 32 hexadecimal digits")
    tags = [bytes.fromhex(line.split()[1]) for line in lines]
    if NO_CASE_TAG in tags:
        raise Malformed("this list of case tags has the tag of all entries without a case")
    return tags


# The record, for the officers --------------------------------------------------------------------


def make_record(
    key: TagKey, recipients: Sequence[Recipient], *, origin: str, made_ms: int, signed_by: Ed25519PrivateKey
) -> SignedRecord:
    everybody = list_digest((recipient.role, recipient.key_id) for recipient in recipients)
    ordered = sorted(recipients, key=lambda recipient: recipient.key_id)
    record = canonical(
        {
            "format": FORMAT,
            "origin": origin,
            "period": key.period,
            "instance": instance_id(signed_by.public_key()),
            "made_ms": made_ms,
            "recipient_list": everybody.hex(),
            "recipients": [_wrapped(key, recipient, origin, everybody) for recipient in ordered],
            "commitment": sealing.commitment(key.secret).hex(),
        }
    )
    return SignedRecord(record, signed_by.sign(SIGNED_AS + record))


def _wrapped(key: TagKey, recipient: Recipient, origin: str, everybody: bytes) -> dict[str, str]:
    info = _info(origin, key.period, recipient.key_id, everybody)
    wrapped = sealing.SUITE.encrypt(key.secret, xwing.public_key(recipient.public), info=info)
    return {"role": recipient.role.value, "key": recipient.key_id.hex(), "wrapped": b64encode(wrapped).decode()}


def _info(origin: str, period: str, key_id: bytes, recipient_list: bytes) -> bytes:
    return PURPOSE + origin.encode() + period.encode() + key_id + recipient_list


def check_signature(signed: SignedRecord, instance: Ed25519PublicKey) -> None:
    name = "the record of this tag key"
    signed_text.check(signed.record, signed.signature, instance, signed_as=SIGNED_AS, name=name)


def read_record(record: bytes) -> dict[str, Any]:
    """The fields of a record; that they are those of format v1 is all that is checked here."""
    try:
        fields = json.loads(record)
    except (ValueError, RecursionError) as error:
        raise Malformed("the record of a tag key is JSON") from error
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise Malformed(f"this is no record of format {FORMAT}")
    return fields


def open_record(signed: SignedRecord, seed: bytes) -> TagKey:
    """The key for the officer who holds ``seed``, after the record was seen to agree with itself."""
    fields = read_record(signed.record)
    try:
        return _opened(fields, seed)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Malformed("the record of a tag key lacks what it must hold") from error


def _opened(fields: dict[str, Any], seed: bytes) -> TagKey:
    period, pair = str(fields["period"]), xwing.pair(seed)
    everybody = list_digest((entry["role"], bytes.fromhex(entry["key"])) for entry in fields["recipients"])
    if everybody.hex() != fields["recipient_list"]:
        raise CannotOpen("the list of recipients is not the one the tag key was wrapped for")
    wrapped = {entry["key"]: entry["wrapped"] for entry in fields["recipients"]}
    if pair.key_id.hex() not in wrapped:
        raise CannotOpen(f"the tag key of {period} was not wrapped for this key")
    info = _info(fields["origin"], period, pair.key_id, everybody)
    try:
        secret = sealing.SUITE.decrypt(b64decode(wrapped[pair.key_id.hex()], validate=True), pair.private, info=info)
    except InvalidTag as error:
        raise CannotOpen(f"this key does not open the tag key of {period}") from error
    if sealing.commitment(secret).hex() != fields["commitment"]:
        raise CannotOpen("this officer was given another tag key than the record commits to")
    return TagKey(period, secret)


# The copy the writers hold while the month lasts -------------------------------------------------


def hold(key: TagKey, under: bytes) -> bytes:
    """60 bytes: nonce, and the key by AES-256-GCM-SIV, bound to its month."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCMSIV(under).encrypt(nonce, key.secret, PURPOSE + key.period.encode())


def held(period: str, data: bytes, under: bytes) -> TagKey:
    nonce, body = data[:NONCE_BYTES], data[NONCE_BYTES:]
    try:
        return TagKey(period, AESGCMSIV(under).decrypt(nonce, body, PURPOSE + period.encode()))
    except (InvalidTag, ValueError) as error:
        raise NoTagKey(f"the tag key of {period} was held under another key than the one in the file") from error


def new_key_file(path: Path) -> None:
    """Make the key that the held copies are under. An existing file is never written over."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(b64encode(os.urandom(KEY_BYTES)) + b"\n")


@lru_cache(maxsize=1)
def load(path: str) -> bytes:
    try:
        key = b64decode(Path(path).read_bytes().strip(), validate=True)
    except (OSError, binascii.Error) as error:
        raise NoTagKey(f"no key for case tags can be read from {path}") from error
    if len(key) != KEY_BYTES:
        raise NoTagKey(f"{path} must hold {KEY_BYTES} bytes in base64")
    return key
