"""X-Wing keys (ML-KEM-768 with X25519): a 32-byte seed makes the private key, 1216 bytes are the public one.

``cryptography`` has no serialisation for them; this is the one of the X-Wing draft, held by test vectors.
"""

from hashlib import sha256, shake_256
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey

from audit.format import Malformed

SEED_BYTES = 32
PUBLIC_KEY_BYTES = 1216
_MLKEM_SEED_BYTES = 64
_MLKEM_PUBLIC_BYTES = 1184


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != SEED_BYTES:
        raise Malformed(f"a private key is a seed of {SEED_BYTES} bytes, not {len(seed)}")
    expanded = shake_256(seed).digest(96)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:]),
    )


class Pair(NamedTuple):
    """What a seed makes, made once: expanding it costs more than opening something with it."""

    private: MLKEM768X25519PrivateKey
    key_id: bytes


def pair(seed: bytes) -> Pair:
    halves = _halves(seed)
    return Pair(MLKEM768X25519PrivateKey(*halves), key_id(_public_bytes(*halves)))


def public_bytes(seed: bytes) -> bytes:
    return _public_bytes(*_halves(seed))


def _public_bytes(mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey) -> bytes:
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def public_key(data: bytes) -> MLKEM768X25519PublicKey:
    if len(data) != PUBLIC_KEY_BYTES:
        raise Malformed(f"a public key has {PUBLIC_KEY_BYTES} bytes, not {len(data)}")
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(data[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(data[_MLKEM_PUBLIC_BYTES:]),
        )
    except ValueError as error:
        raise Malformed("these bytes are no public key") from error


def key_id(public: bytes) -> bytes:
    """32 bytes that name a key everywhere: the hash of its public half."""
    return sha256(public).digest()
