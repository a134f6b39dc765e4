"""An officer's seed for a few minutes: sealed with the server, its key with the browser. Neither opens it alone."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audit.sealing import CannotOpen

KEY_BYTES = 32
NONCE = bytes(12)  # a key seals once


def hold(seed: bytes, *, bound: bytes) -> tuple[bytes, bytes]:
    """A fresh key, and the seed sealed under it; ``bound`` says whose it is and for how long."""
    key = os.urandom(KEY_BYTES)
    return key, AESGCM(key).encrypt(NONCE, seed, bound)


def release(key: bytes, sealed: bytes, *, bound: bytes) -> bytes:
    """The seed. Raises CannotOpen for another key, other bytes, or when it was bound to something else."""
    try:
        return AESGCM(key).decrypt(NONCE, sealed, bound)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("this key does not open what was held") from error
