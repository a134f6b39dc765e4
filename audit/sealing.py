"""Epoch keys: entries are sealed under one, and it is wrapped for each officer by HPKE.

Pure Python. Whoever seals cannot read what earlier epochs sealed; only the officers can (README.md says from when on).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from struct import Struct
from typing import NamedTuple
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit import xwing
from audit.format import (
    BOUND_BYTES,
    HEADER_BYTES,
    NO_CASE_TAG,
    Header,
    Kind,
    Malformed,
    bound_bytes,
    pad,
    unpad,
)

KEY_BYTES = 32
TAG_BYTES = 16
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PURPOSE = b"fk-audit-epoch-v1"
NONCE_BYTES, COUNTER_BYTES = 12, 8
_ABOVE_COUNTER = bytes(NONCE_BYTES - COUNTER_BYTES)
_NEEDED_TO_OPEN = Struct(">32x8sQ16x32s").unpack  # of a header: counter, length, digest
NOT_THIS_PAYLOAD = "entry {counter} of epoch {epoch} is not the one its header speaks of"


class CannotOpen(Exception):
    """This key does not open these bytes, or they are not the bytes that were sealed."""


class Sealed(NamedTuple):
    """An entry as it is stored: 96 bytes of header, and the payload beside it."""

    header: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class EpochKey:
    """A random key that is born in one process and dies with it."""

    id: UUID = field(default_factory=uuid4)
    secret: bytes | bytearray = field(default_factory=lambda: _random(KEY_BYTES), repr=False)
    _encrypt: Callable[[bytes, bytes, bytes], bytes] = field(init=False, repr=False, compare=False)
    _decrypt: Callable[[bytes, bytes, bytes], bytes] = field(init=False, repr=False, compare=False)
    _id_bytes: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Made once for all entries of the epoch: expanding the key costs as much as sealing does."""
        cipher = AESGCM(self.secret)
        object.__setattr__(self, "_encrypt", cipher.encrypt)
        object.__setattr__(self, "_decrypt", cipher.decrypt)
        object.__setattr__(self, "_id_bytes", self.id.bytes)

    def wipe(self) -> None:
        """Overwrite the secret, once it is wrapped. The cipher goes on with a copy that OpenSSL clears when it is freed."""
        if isinstance(self.secret, bytearray):
            self.secret[:] = bytes(len(self.secret))

    def seal(self, text: bytes, *, kind: Kind, counter: int, unix_ms: int, case_tag: bytes = NO_CASE_TAG) -> Sealed:
        """Seal ``text``. The counter is the nonce: whoever calls must never use one twice."""
        padded = pad(text)
        bound = bound_bytes(len(padded) + TAG_BYTES, kind, unix_ms, self._id_bytes, counter, case_tag)
        payload = self._encrypt(counter.to_bytes(NONCE_BYTES, "big"), padded, bound)
        return Sealed(bound + sha256(payload).digest(), payload)

    def open(self, sealed: Sealed) -> bytes:
        """Reads from the header what it needs and no more: officers open hundreds of thousands at once."""
        header, payload = sealed
        if len(header) != HEADER_BYTES:
            raise Malformed(f"a header has {HEADER_BYTES} bytes, not {len(header)}")
        counter, length, digest = _NEEDED_TO_OPEN(header)
        if length != len(payload) or digest != sha256(payload).digest():
            raise CannotOpen(NOT_THIS_PAYLOAD.format(counter=int.from_bytes(counter, "big"), epoch=self.id))
        try:
            padded = self._decrypt(_ABOVE_COUNTER + counter, payload, header[:BOUND_BYTES])
        except InvalidTag as error:
            raise CannotOpen(f"entry {int.from_bytes(counter, 'big')} of epoch {self.id} does not open") from error
        return unpad(padded)


def _random(size: int) -> bytearray:
    """Random bytes that can be overwritten: ``os.urandom`` would leave a copy in memory."""
    secret = bytearray(size)
    with open("/dev/urandom", "rb", buffering=0) as source:
        if source.readinto(secret) != size:
            raise OSError("/dev/urandom gave too little")
    return secret


def matching_header(sealed: Sealed) -> Header:
    """The header, after seeing that it speaks of this payload; needs no key."""
    header = Header.unpack(sealed.header)
    if header.length != len(sealed.payload) or header.digest != sha256(sealed.payload).digest():
        raise CannotOpen(NOT_THIS_PAYLOAD.format(counter=header.counter, epoch=header.epoch))
    return header


def commitment(secret: bytes | bytearray) -> bytes:
    """A fingerprint of the key. AES-GCM lets two keys open one text; with this in the record no officer can be shown another story."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"commit").derive(secret)


def _info(origin: str, epoch: UUID, key_id: bytes, recipient_list: bytes) -> bytes:
    return PURPOSE + origin.encode() + epoch.bytes + key_id + recipient_list


def wrap(key: EpochKey, public: bytes, *, origin: str, recipient_list: bytes) -> bytes:
    """``enc || ct`` for one recipient, bound to log, epoch, recipient and the list of all recipients."""
    info = _info(origin, key.id, xwing.key_id(public), recipient_list)
    return SUITE.encrypt(key.secret, xwing.public_key(public), info=info)


def unwrap(wrapped: bytes, pair: xwing.Pair, *, origin: str, epoch: UUID, recipient_list: bytes) -> EpochKey:
    info = _info(origin, epoch, pair.key_id, recipient_list)
    try:
        return EpochKey(epoch, SUITE.decrypt(wrapped, pair.private, info=info))
    except InvalidTag as error:
        raise CannotOpen(f"this key does not open epoch {epoch}") from error
