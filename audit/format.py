"""The bytes of the log: the header of an entry, canonical JSON, padding.

Pure Python. README.md says the same in words, so that a stranger can write a second reader.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from uuid import UUID

MAGIC = b"FKA1"
HEADER_BYTES = 96
BOUND_BYTES = 64  # the part of the header that the seal is bound to; the rest is the digest of the seal
NO_CASE_TAG = bytes(16)
WRAPPED_BYTES = 1120 + 48  # an epoch key for one recipient: encapsulated, then sealed
BLOCK = 256
LARGEST_PAYLOAD = 1024 * 1024  # whoever reads need not hold more of an entry
LARGEST_INTEGER = 2**53 - 1  # beyond it RFC 8785 would write a rounded number

KIND_AT, EPOCH_AT, COUNTER_AT = 4, slice(16, 32), slice(32, 40)  # in a header
LAYOUT = struct.Struct(">4sB3sQ16sQQ16s32s")
_BOUND = struct.Struct(">4sB3sQ16sQQ16s")
_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_ZEROS, _ZERO_BLOCK = bytes(3), bytes(BLOCK)


class Malformed(ValueError):
    """These bytes are not what the format says they must be."""


class Kind(IntEnum):
    EVENT = 1
    EPOCH_OPEN = 2
    EPOCH_CLOSE = 3
    KEY_DESTROYED = 4
    ERASURE = 5
    RESTORE = 6
    OFFICER_ACCESS = 7


SEALED = (Kind.EVENT, Kind.OFFICER_ACCESS)  # all others everybody can read, and a check needs them


@dataclass(frozen=True, slots=True)
class Header:
    """What stays readable of an entry for ever; the leaf of the tree is the hash of these 96 bytes."""

    kind: Kind
    unix_ms: int
    epoch: UUID
    counter: int
    length: int
    case_tag: bytes
    digest: bytes

    def pack(self) -> bytes:
        return LAYOUT.pack(
            MAGIC,
            self.kind,
            bytes(3),
            self.unix_ms,
            self.epoch.bytes,
            self.counter,
            self.length,
            self.case_tag,
            self.digest,
        )

    @classmethod
    def unpack(cls, data: bytes) -> "Header":
        if len(data) != HEADER_BYTES:
            raise Malformed(f"a header has {HEADER_BYTES} bytes, not {len(data)}")
        magic, kind, zeros, unix_ms, epoch, counter, length, case_tag, digest = LAYOUT.unpack(data)
        if magic != MAGIC or any(zeros) or kind not in Kind.__members__.values():
            raise Malformed("this is not the header of an entry of format FKA1")
        return cls(Kind(kind), unix_ms, UUID(bytes=epoch), counter, length, case_tag, digest)


def header_of(
    ciphertext_length: int, *, kind: Kind, unix_ms: int, epoch: UUID, counter: int, case_tag: bytes = NO_CASE_TAG
) -> bytes:
    """The first 64 bytes of a header: everything that is known before the payload is sealed."""
    return bound_bytes(ciphertext_length, kind, unix_ms, epoch.bytes, counter, case_tag)


def bound_bytes(length: int, kind: Kind, unix_ms: int, epoch: bytes, counter: int, case_tag: bytes) -> bytes:
    """The same from the epoch's bytes: this runs with every act, and a UUID takes its time."""
    return _BOUND.pack(MAGIC, kind, _ZEROS, unix_ms, epoch, counter, length, case_tag)


def close_header(bound: bytes, payload: bytes) -> bytes:
    """The whole header, once the bytes that are stored beside it are known."""
    return bound + sha256(payload).digest()


def canonical(value: object) -> bytes:
    """Canonical JSON (RFC 8785) of strings, integers, booleans, lists and objects with ASCII keys; nothing else."""
    _check(value)
    try:
        return _ENCODE(value).encode()
    except UnicodeEncodeError as error:
        raise Malformed("half of a surrogate pair is no text") from error


def _check(value: object) -> None:
    if isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        _check_integer(value)
    elif isinstance(value, (dict, Mapping)):
        _check_object(value)
    elif isinstance(value, (list, Sequence)) and not isinstance(value, (bytes, bytearray)):
        for item in value:
            _check(item)
    else:
        raise Malformed(f"the log takes no {type(value).__name__}: only strings, integers, booleans, lists, objects")


def _check_integer(value: int) -> None:
    if abs(value) > LARGEST_INTEGER:
        raise Malformed(f"the log takes integers up to {LARGEST_INTEGER}, not {value}")


def _check_object(value: Mapping[object, object]) -> None:
    for key, item in value.items():
        if not isinstance(key, str) or not key.isascii():
            raise Malformed(f"keys are ASCII, not {key!r}")  # else sorting would differ from RFC 8785
        _check(item)


def pad(text: bytes) -> bytes:
    """Zero bytes up to a multiple of 256, so that the length says little. JSON never holds a zero byte."""
    return text.ljust(-(-len(text) // BLOCK) * BLOCK, b"\0")


def unpad(padded: bytes) -> bytes:
    text, _zero, rest = padded.partition(b"\0")
    if len(padded) % BLOCK or len(padded) - len(text) >= BLOCK or not _ZERO_BLOCK.startswith(rest):
        raise Malformed("this payload is not padded as it should be")
    return text
