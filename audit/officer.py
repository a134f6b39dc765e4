"""Keys of the officers, made on their own machines: ``python -m audit.officer new --out FILE``.

Pure Python, no Django, no network. FILE is protected by a passphrase; FILE.pub is what the installation gets. The command
line is in ``ceremonies.py``.
"""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from audit import keyfile, xwing


@dataclass(frozen=True, slots=True)
class KeyPair:
    seed: bytes = field(repr=False)
    public: bytes


def new_keypair() -> KeyPair:
    seed = os.urandom(xwing.SEED_BYTES)
    return KeyPair(seed, xwing.public_bytes(seed))


def write_key_file(path: Path, pair: KeyPair, *, passphrase: str, label: str, role: str = "officer") -> Path:
    """Write ``path`` (protected) and ``path.pub``; return the latter. Existing files are never written over."""
    public_path = path.with_name(path.name + ".pub")
    write_new(path, keyfile.protect(pair.seed, passphrase=passphrase, label=label, role=role), mode=0o600)
    write_new(public_path, keyfile.public_file(pair.public, label=label, role=role), mode=0o644)
    return public_path


def read_key_file(path: Path, *, passphrase: str) -> KeyPair:
    seed = keyfile.unlock(keyfile.load(path), passphrase=passphrase)
    return KeyPair(seed, xwing.public_bytes(seed))


def write_new(path: Path, data: bytes, *, mode: int) -> None:
    """Raises FileExistsError: nothing is ever written over."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)


if __name__ == "__main__":
    from audit.ceremonies import main

    sys.exit(main())
