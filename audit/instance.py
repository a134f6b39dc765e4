"""The key this installation signs its epochs with: Ed25519, in a file outside the database."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


class NoInstanceKey(Exception):
    """There is no usable key to sign epochs with."""


def new_key(path: Path) -> None:
    """Make a key for the first start. An existing file is never written over."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


@lru_cache(maxsize=1)
def load(path: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(Path(path).read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise NoInstanceKey(f"no Ed25519 key can be read from {path}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoInstanceKey(f"{path} holds a key of another kind than Ed25519")
    return key


def public_key(data: bytes) -> Ed25519PublicKey:
    """From the 32 bytes that stand in a policy."""
    return Ed25519PublicKey.from_public_bytes(data)
