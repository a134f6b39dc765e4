"""The keys of an installation with invented data: made once, kept in one closed folder."""

from pathlib import Path

import audit.instance
import audit.signing
import audit.tagkeys
from fallkonferenz.vault.keys import new_kek

FIRST_KEK = "2026-01"
# Published on purpose: the officers' keys of the demo open the log of invented data only.
OFFICERS, PASSPHRASE = "officers", "demo-demo-demo-demo"


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


def log_key(folder: Path) -> Path:
    """The key that checkpoints are signed with, in a closed folder of its own: no process but the sequencer is told of it."""
    own = folder.with_name("log-key")
    own.mkdir(mode=0o700, exist_ok=True)
    path = own / "log.key"
    if not path.exists():
        audit.signing.new_key(path)
    return path
