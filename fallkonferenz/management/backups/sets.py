"""Where backups lie: one folder each, closed to others, named by its moment; whole, or not there under that name."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

from fallkonferenz.management.backups.refusals import BackupRefused

MANIFEST, KEYS = "manifest.json", "keys.json"  # what tells a backup of the database from one of the keys
PREFIX = {MANIFEST: "fallkonferenz-database-", KEYS: "fallkonferenz-keys-"}
OTHER = {MANIFEST: KEYS, KEYS: MANIFEST}
MOMENT = "%Y%m%dT%H%M%SZ"


@contextmanager
def new_set(into: Path, kind: str, now: datetime) -> Iterator[Path]:
    """A closed folder to be filled; it gets its name when it is complete, and is removed if that fails."""
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_the_other_kind(into, kind)
    path = into / f"{PREFIX[kind]}{now.astimezone(UTC).strftime(MOMENT)}"
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.mkdir(mode=0o700)
    try:
        yield unfinished
        _keep_on_disk(unfinished)
        unfinished.rename(path)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def refuse_the_other_kind(folder: Path, kind: str) -> None:
    """Whoever finds the one must not find the other beside it: neither in a folder above nor in one below."""
    other = OTHER[kind]
    around = [folder.resolve(), *folder.resolve().parents][:3]
    found = [*folder.glob(f"*/{other}"), *folder.glob(f"*/*/{other}"), *folder.glob(other)]
    if found or any((above / other).exists() for above in around) or any(_sets(above, other) for above in around):
        raise BackupRefused(f"Keys and database are kept apart: there is a backup of the other kind at {folder}.")


def newest(folder: Path, kind: str = MANIFEST) -> Path:
    if (folder / kind).exists():
        return folder
    found = _sets(folder, kind)
    if not found:
        raise BackupRefused(f"There is no backup in {folder}.")
    return found[-1]


def remove_older(folder: Path, days: int, now: datetime) -> list[Path]:
    """Backups bound how long a forgotten case can still be brought back. The newest is never removed."""
    old = [path for path in _sets(folder, MANIFEST)[:-1] if _made_at(path) < now - timedelta(days=days)]
    for path in old:
        shutil.rmtree(path)
    return old


def write_closed(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def write_json(path: Path, fields: dict[str, Any]) -> None:
    write_closed(path, json.dumps(fields, indent=1, ensure_ascii=False) + "\n")


def read_json(path: Path, form: str) -> dict[str, Any]:
    try:
        fields = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise BackupRefused(f"{path.name} cannot be read.") from error
    if not isinstance(fields, dict) or fields.get("format") != form:
        raise BackupRefused(f"{path.name} is not in the format {form}.")
    return fields


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sets(folder: Path, kind: str) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"{PREFIX[kind]}*/{kind}"))


def _made_at(path: Path) -> datetime:
    return datetime.strptime(path.name.removeprefix(PREFIX[MANIFEST]), MOMENT).replace(tzinfo=UTC)


def _keep_on_disk(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
