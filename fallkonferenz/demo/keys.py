"""The keys of an installation with invented data: made once, kept in one closed folder."""

from pathlib import Path

import audit.instance
import audit.tagkeys
from fallkonferenz.vault.keys import new_kek

FIRST_KEK = "2026-01"


def kek_folder(folder: Path) -> Path:
    """The key-encrypting keys of the vault."""
    keks = folder / "kek"
    keks.mkdir(mode=0o700, exist_ok=True)
    if not any(keks.glob("*.key")):
        new_kek(keks, FIRST_KEK)
    return keks


def instance_key(folder: Path) -> Path:
    """The key with which this installation signs its log."""
    path = folder / "audit-instance.pem"
    if not path.exists():
        audit.instance.new_key(path)
    return path


def tag_key(folder: Path) -> Path:
    """The key that the key of a month's case tags is held under."""
    path = folder / "audit-tag.key"
    if not path.exists():
        audit.tagkeys.new_key_file(path)
    return path
