"""The officers of the test session: two and a recovery key, from fixed seeds.

``install(cursor)`` puts them into a database; call it, and commit, after the migrations of the template database, with a
cursor of the tables' owner or of a superuser.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

from audit import instance, xwing


def _seed(name: str) -> bytes:
    return sha256(f"test seed of {name}".encode()).digest()


FIRST_OFFICER = _seed("the first officer")
SECOND_OFFICER = _seed("the second officer")
RECOVERY = _seed("recovery")
STRANGER = _seed("somebody who is no officer")

EVERYBODY = (
    ("officer", "First officer", FIRST_OFFICER),
    ("officer", "Second officer", SECOND_OFFICER),
    ("recovery", "Recovery", RECOVERY),
)

INSERT = (
    "INSERT INTO audit_recipient (key_id, role, label, public_key)"
    " VALUES (%s, %s, %s, %s) ON CONFLICT (key_id) DO NOTHING"
)


def install(cursor: Any) -> None:
    for role, label, seed in EVERYBODY:
        public = xwing.public_bytes(seed)
        cursor.execute(INSERT, [xwing.key_id(public), role, label, public])


def instance_key_file(folder: Path) -> Path:
    """The file for settings.AUDIT_INSTANCE_KEY_FILE, made in ``folder`` when it is not there yet."""
    path = folder / "audit-instance.pem"
    if not path.exists():
        instance.new_key(path)
    return path
