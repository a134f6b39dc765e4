"""Makes the secrets of an installation, a file each: ``python -m fallkonferenz.management.new_secrets FOLDER``.

What is there already is left as it is. The folder is closed to others; the files in it can be read, because each is
lent to containers whose user is nobody on this machine.
"""

import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import audit.instance
import audit.signing
import audit.tagkeys
from fallkonferenz.vault.keys import new_kek

CLOSED, PASSABLE, READABLE = 0o700, 0o755, 0o444
RANDOM = (
    "secret_key", "administrator_password", "web_password", "worker_password", "sequencer_password", "reader_password",
    "retention_password", "broker_password", "metrics_token",
)  # fmt: skip
DATABASE = "postgresql://{role}:{password}@database:5432/fallkonferenz?connect_timeout=5"
# fmt: off
MADE_FROM = (
    # file                         password                    what it says
    ("administrator_database_url", "administrator_password",   DATABASE.replace("{role}", "administrator")),
    ("web_database_url",           "web_password",             DATABASE.replace("{role}", "fk_web")),
    ("worker_database_url",        "worker_password",          DATABASE.replace("{role}", "fk_worker")),
    ("sequencer_database_url",     "sequencer_password",       DATABASE.replace("{role}", "fk_sequencer")),
    ("reader_database_url",        "reader_password",          DATABASE.replace("{role}", "fk_reader")),
    ("retention_database_url",     "retention_password",       DATABASE.replace("{role}", "fk_retention")),
    ("redis_url",                  "broker_password",          "redis://:{password}@broker:6379/0"),
    ("broker_settings",            "broker_password",          "requirepass {password}\n"),
)
# fmt: on
MAIL = "smtp://localhost:25"
NOBODY = "# Nobody watches over the log yet: docs/operations/log.md says how a witness is named here.\nquorum none\n"
NO_PACKS = (
    "# Whose packs of risk instruments count: docs/risk/packs.md. One line each: the public key, a space, the name.\n"
)
NO_AUTHORITY = "# The certificates of a timestamping authority, in PEM, if one is used.\n"
LAST_WORDS = """\
The secrets are in {folder}. Three things are left to you:
- Write the address of your mail server into {folder}/email_url, for instance smtp+tls://name:password@host:587
- Keep a copy of kek/, audit_instance_key, audit_log_key and audit_tag_key offline, apart from the backups of the
  database.
- Find a witness for the log at another authority (docs/operations/log.md), and name it in {folder}/audit_policy.
"""


KEYS = (
    ("audit_instance_key", audit.instance.new_key),
    ("audit_log_key", audit.signing.new_key),
    ("audit_witness_key", audit.signing.new_key),
    ("audit_tag_key", audit.tagkeys.new_key_file),
)


def make(folder: Path) -> None:
    folder.mkdir(mode=CLOSED, parents=True, exist_ok=True)
    folder.chmod(CLOSED)
    for name in RANDOM:
        _once(folder / name, _write(secrets.token_urlsafe(48)))
    for name, password, sentence in MADE_FROM:
        _once(folder / name, _write(sentence.format(password=(folder / password).read_text())))
    _once(folder / "email_url", _write(MAIL))
    _once(folder / "audit_policy", _write(NOBODY))
    _once(folder / "audit_timestamp_ca", _write(NO_AUTHORITY))
    _once(folder / "risk_pack_keys", _write(NO_PACKS))
    for name, make_key in KEYS:
        _once(folder / name, make_key)
    _make_kek(folder / "kek")


def _once(path: Path, make: Callable[[Path], object]) -> None:
    if not path.exists():
        make(path)
        path.chmod(READABLE)


def _write(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text)


def _make_kek(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(PASSABLE)
    if not any(folder.glob("*.key")):
        new_kek(folder, f"{datetime.now(UTC):%Y-%m}").chmod(READABLE)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make(Path(sys.argv[1]))
    print(LAST_WORDS.format(folder=sys.argv[1]), end="")
