"""Keys of old epochs for an officer who came later: an earlier one wraps them anew, on her own machine.

Pure Python. Nobody has to be believed: the record of the epoch commits to its key, and whoever opens a wrap checks it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import IO, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag

from audit import xwing
from audit.epoch import SignedRecord, check_commitment, read_record
from audit.format import WRAPPED_BYTES, Malformed
from audit.sealing import SUITE, CannotOpen, EpochKey

PURPOSE = b"fk-audit-rewrap-v1"
FORMAT = "fk-audit-wraps-v1"
LONGEST_LINE = 4096
HEX = "0123456789abcdef"


def wrap_again(key: EpochKey, signed: SignedRecord, public: bytes) -> bytes:
    """``enc || ct`` for the key ``public``, bound to log, epoch, officer and the record's commitment."""
    return SUITE.encrypt(key.secret, xwing.public_key(public), info=_info(signed, xwing.key_id(public)))


def open_again(signed: SignedRecord, wrapped: bytes, pair: xwing.Pair) -> EpochKey:
    """The epoch's key from a wrap made later. Raises CannotOpen when it is not the one the record commits to."""
    info = _info(signed, pair.key_id)
    fields = read_record(signed.record)
    try:
        secret = SUITE.decrypt(wrapped, pair.private, info=info)
    except InvalidTag as error:
        raise CannotOpen(f"the wrap made later for epoch {fields['epoch']} does not open with this key") from error
    key = EpochKey(UUID(hex=fields["epoch"]), secret)
    check_commitment(key, fields)
    return key


def _info(signed: SignedRecord, key_id: bytes) -> bytes:
    fields = read_record(signed.record)
    origin: str = fields["origin"]
    return PURPOSE + origin.encode() + bytes.fromhex(fields["epoch"]) + key_id + bytes.fromhex(fields["commitment"])


# The file that carries them ----------------------------------------------------------------------


class Wrap(NamedTuple):
    epoch: UUID
    wrapped: bytes


def write_head(file: IO[bytes], key_id: bytes) -> None:
    file.write(json.dumps({"format": FORMAT, "key": key_id.hex()}).encode() + b"\n")


def write_wrap(file: IO[bytes], wrap: Wrap) -> None:
    file.write(json.dumps({"epoch": wrap.epoch.hex, "wrapped": b64encode(wrap.wrapped).decode()}).encode() + b"\n")


def read_head(file: IO[bytes]) -> bytes:
    """The id of the key that the wraps of this file are for. Raises Malformed."""
    fields = _line(file.readline(LONGEST_LINE))
    if fields.get("format") != FORMAT:
        raise Malformed(f"this is no file of format {FORMAT}")
    return _hex(fields.get("key"), 32)


def read_wraps(file: IO[bytes]) -> Iterator[Wrap]:
    """The wraps, one at a time; raises Malformed at the first line that is none."""
    while line := file.readline(LONGEST_LINE):
        fields = _line(line)
        yield Wrap(UUID(bytes=_hex(fields.get("epoch"), 16)), _wrapped(fields.get("wrapped")))


def _line(line: bytes) -> dict[str, object]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Malformed("a line of this file is no JSON") from error
    if not isinstance(fields, dict):
        raise Malformed("a line of this file is no JSON object")
    return fields


def _hex(text: object, size: int) -> bytes:
    if not isinstance(text, str) or len(text) != 2 * size or text.strip(HEX):
        raise Malformed("an id in this file is damaged")
    return bytes.fromhex(text)


def _wrapped(text: object) -> bytes:
    try:
        wrapped = b64decode(str(text), validate=True)
    except ValueError as error:
        raise Malformed("a wrapped key in this file is damaged") from error
    if len(wrapped) != WRAPPED_BYTES:
        raise Malformed(f"a wrapped key has {WRAPPED_BYTES} bytes, not {len(wrapped)}")
    return wrapped
