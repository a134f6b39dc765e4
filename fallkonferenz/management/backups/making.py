"""Making a backup: of the database without keys, of the keys without the database."""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from fallkonferenz.management.backups import contents, programs, sets
from fallkonferenz.management.backups.refusals import BackupRefused

FORMAT, KEYS_FORMAT = "fk-backup-v1", "fk-keys-v1"
DUMP = "database.dump"
KEKS, INSTANCE_KEY = "kek", "audit-instance.pem"
OF_THE_LOG = {"log": "audit-log.key", "tag": "audit-tag.key"}
SECRET = ("*.key", "*.pem")  # how files with keys are called


def back_up(into: Path, *, now: datetime) -> Path:
    """A dump, and beside it what must be found when it is brought back; both of the same moment."""
    _refuse_beside_keys(into)
    with sets.new_set(into, sets.MANIFEST, now) as folder:
        with contents.snapshot() as snapshot:
            dump = _dump(folder / DUMP, snapshot)
            found = contents.read()
        sets.write_json(folder / sets.MANIFEST, _manifest(dump, found, now))
    return sets.newest(into)


def _dump(path: Path, snapshot: str) -> Path:
    sets.write_closed(path, "")  # closed before the first byte; pg_dump keeps the mode
    left_out = [f"--exclude-table-data=public.{table}" for table in contents.LEFT_OUT]
    pg_dump = programs.program("pg_dump", for_version=programs.server_version())
    programs.run([pg_dump, "--format=custom", "--no-password", f"--snapshot={snapshot}", *left_out, f"--file={path}"])
    return path


def _manifest(dump: Path, found: contents.Contents, now: datetime) -> dict[str, object]:
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "software": settings.AUDIT_SOFTWARE,
        "server": connection.pg_version,
        "dump": {"file": dump.name, "bytes": dump.stat().st_size, "sha256": sets.checksum(dump)},
        "left_out": contents.LEFT_OUT,
        "contents": found.as_json(),
    }


def _refuse_beside_keys(into: Path) -> None:
    """Neither into a folder of keys nor around one."""
    used = [Path(key).resolve() for key in (settings.FALLKONFERENZ_KEK_DIR, settings.AUDIT_INSTANCE_KEY_FILE) if key]
    target = into.resolve()
    holds_keys = any(any(into.glob(pattern)) for pattern in SECRET)
    if holds_keys or any(key.is_relative_to(target) or target.is_relative_to(key) for key in used):
        raise BackupRefused(f"There are keys in {into}: the database is kept apart from them.")


def back_up_keys(
    into: Path, *, keks: Path, instance_key: Path, of_the_log: Mapping[str, Path] | None = None, now: datetime
) -> Path:
    """The key-encrypting keys and the keys of this installation's log. Officers' keys are with the officers.

    ``of_the_log``: those of ``OF_THE_LOG`` that are known here; whoever serves does not know them all.
    """
    found = sorted(keks.glob("*.key"))
    if not found:
        raise BackupRefused(f"There are no key-encrypting keys in {keks}.")
    with sets.new_set(into, sets.KEYS, now) as folder:
        (folder / KEKS).mkdir(mode=0o700)
        for key in found:
            _copy(key, folder / KEKS / key.name)
        _copy(instance_key, folder / INSTANCE_KEY)
        for name, key in (of_the_log or {}).items():
            _copy(key, folder / OF_THE_LOG[name])
        written = [path for path in folder.rglob("*") if path.is_file()]
        sums = {path.relative_to(folder).as_posix(): sets.checksum(path) for path in sorted(written)}
        sets.write_json(folder / sets.KEYS, {"format": KEYS_FORMAT, "made_at": now.isoformat(), "files": sums})
    return sets.newest(into, sets.KEYS)


def _copy(source: Path, target: Path) -> None:
    sets.write_closed(target, "")
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise BackupRefused(f"The key {source.name} cannot be read.") from error
