"""Signed notes (C2SP signed-note): a text, an empty line, and lines of signatures.

Pure Python. Three kinds of keys: Ed25519 by which a log signs, and the two cosignatures of C2SP tlog-cosignature, which
also say when. A signature by an unknown key is ignored; by a known key it must be right, or the note is refused.
"""

import struct
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from audit import checkpoint
from audit.format import Malformed
from audit.plain import LARGEST, base64_bytes

LARGEST_NOTE = 2**20
MOST_SIGNATURES = 64
LONGEST_NAME = 200
DASH = "— ".encode()
_TIME = struct.Struct(">Q")


class BadSignature(ValueError):
    """A signature by a key that is known is not right."""


class Algorithm(IntEnum):
    ED25519 = 1
    ED25519_COSIGNATURE = 4
    ML_DSA_44_COSIGNATURE = 6


PUBLIC_BYTES = {1: 32, 4: 32, 6: 1312}
SIGNATURE_BYTES = {1: 64, 4: 8 + 64, 6: 8 + 2420}


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and the name it signs under."""

    name: str
    algorithm: Algorithm
    public: bytes

    def __post_init__(self) -> None:
        if not _is_name(self.name):
            raise Malformed(f"the name of a key has 1 to {LONGEST_NAME} bytes, no space and no plus")
        if len(self.public) != PUBLIC_BYTES[self.algorithm]:
            raise Malformed(f"a key of type {int(self.algorithm)} has {PUBLIC_BYTES[self.algorithm]} bytes")

    @property
    def material(self) -> bytes:
        return bytes([self.algorithm]) + self.public

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.material).digest()[:4]

    def vkey(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(self.material).decode()}"


def parse_vkey(text: str) -> Key:
    name, _, rest = text.partition("+")
    key_id, _, material = rest.partition("+")
    data = base64_bytes(material.encode())
    if data[:1] not in {bytes([each]) for each in Algorithm}:
        raise Malformed("this is no key of a type that is known here (1, 4 or 6)")
    key = Key(name, Algorithm(data[0]), data[1:])
    if key_id != key.id.hex():
        raise Malformed(f"the key of {name} does not have the id that is written beside it")
    return key


def _is_name(name: str) -> bool:
    plain = bool(name) and name.isprintable() and not any(letter.isspace() or letter == "+" for letter in name)
    return plain and len(name.encode()) <= LONGEST_NAME


@dataclass(frozen=True, slots=True)
class Signature:
    """One line. ``data`` is everything after the key's id."""

    name: str
    key_id: bytes
    data: bytes

    @property
    def line(self) -> bytes:
        return DASH + self.name.encode() + b" " + b64encode(self.key_id + self.data) + b"\n"


@dataclass(frozen=True, slots=True)
class Note:
    text: bytes
    signatures: tuple[Signature, ...]

    @property
    def data(self) -> bytes:
        return self.text + b"\n" + b"".join(signature.line for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was right. ``unix_s`` is None where the kind of signature does not say when."""

    key: Key
    unix_s: int | None


@dataclass(frozen=True, slots=True)
class Signer:
    key: Key
    private: Ed25519PrivateKey | MLDSA44PrivateKey

    def sign(self, text: bytes, *, unix_s: int) -> Signature:
        if self.key.algorithm is Algorithm.ED25519:
            return Signature(self.key.name, self.key.id, self.private.sign(text))
        signed = self.private.sign(_message(self.key, text, unix_s))
        return Signature(self.key.name, self.key.id, _TIME.pack(unix_s) + signed)


def parse(data: bytes) -> Note:
    """Raises Malformed. Nothing is said about whether a signature is right."""
    if len(data) > LARGEST_NOTE:
        raise Malformed(f"a note has at most {LARGEST_NOTE} bytes")
    _check_text(data)
    cut = data.rfind(b"\n\n")
    if cut < 0 or not data.endswith(b"\n"):
        raise Malformed("a note is a text, an empty line and lines of signatures")
    return Note(data[: cut + 1], parse_signatures(data[cut + 2 :]))


def parse_signatures(lines: bytes) -> tuple[Signature, ...]:
    """At least one line of a signature, and nothing else; a witness answers with such lines alone."""
    if not lines.endswith(b"\n") or lines.count(b"\n") > MOST_SIGNATURES:
        raise Malformed(f"a note has 1 to {MOST_SIGNATURES} lines of signatures")
    return tuple(_signature(line) for line in lines[:-1].split(b"\n"))


def _check_text(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise Malformed("a note is UTF-8") from error
    if any(byte < 0x20 and byte != 0x0A for byte in set(data)):
        raise Malformed("a note has no control characters")


def _signature(line: bytes) -> Signature:
    parts = line.removeprefix(DASH).split(b" ")
    if not line.startswith(DASH) or len(parts) != 2:
        raise Malformed("a line of a signature is a dash, a name and base64")
    try:
        name = parts[0].decode()
    except UnicodeDecodeError as error:
        raise Malformed("a note is UTF-8") from error
    try:
        data = a2b_base64(parts[1], strict_mode=True)  # bits left over are passed over, as other implementations do
    except ValueError as error:
        raise Malformed("a signature is base64") from error
    if not _is_name(name) or len(data) < 5 or len(parts[1]) % 4:
        raise Malformed("a line of a signature names no key")
    return Signature(name, data[:4], data[4:])


def verify(note: Note, keys: Iterable[Key]) -> list[Signed]:
    """The signatures by known keys, each key once. Raises BadSignature when one of them is not right."""
    known = {(key.name, key.id): key for key in keys}
    found: dict[Key, Signed] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            found[key] = Signed(key, _checked(key, note.text, signature.data))
    return list(found.values())


def _checked(key: Key, text: bytes, data: bytes) -> int | None:
    if len(data) != SIGNATURE_BYTES[key.algorithm]:
        raise BadSignature(f"the signature by {key.name} has the wrong length")
    timed = key.algorithm is not Algorithm.ED25519
    unix_s = _TIME.unpack(data[:8])[0] if timed else None
    try:
        _public(key).verify(data[8:], _message(key, text, unix_s)) if timed else _public(key).verify(data, text)
    except (InvalidSignature, Malformed) as error:
        raise BadSignature(f"the signature by {key.name} is wrong") from error
    return unix_s


def _public(key: Key) -> Ed25519PublicKey | MLDSA44PublicKey:
    if key.algorithm is Algorithm.ML_DSA_44_COSIGNATURE:
        return MLDSA44PublicKey.from_public_bytes(key.public)
    return Ed25519PublicKey.from_public_bytes(key.public)


def _message(key: Key, text: bytes, unix_s: int | None) -> bytes:
    """What a cosignature signs (C2SP tlog-cosignature)."""
    if unix_s is None or unix_s > LARGEST:
        raise Malformed("a cosignature says when, in seconds below 2^63")
    if key.algorithm is Algorithm.ED25519_COSIGNATURE:
        return b"cosignature/v1\ntime %d\n" % unix_s + text
    said = checkpoint.parse(text)
    name, origin = key.name.encode(), said.origin.encode()
    tree: Sequence[bytes] = (_TIME.pack(0), _TIME.pack(said.size), said.root)
    return b"".join(
        [b"subtree/v1\n\0", bytes([len(name)]), name, _TIME.pack(unix_s), bytes([len(origin)]), origin, *tree]
    )
