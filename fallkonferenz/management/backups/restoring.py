"""Bringing a backup back into a second private server, of which nothing is left afterwards.

From a clone, best on another machine than the one that was backed up: images hold no private servers.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import environ
from django.core.management import call_command
from django.db import connection

from fallkonferenz.demo.binaries import BinariesMissing
from fallkonferenz.demo.children import StartFailed, Supervisor
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.postgres import ADMINISTRATOR, CARELESS, Postgres
from fallkonferenz.demo.services import PrivateServices
from fallkonferenz.management.backups import programs, sets
from fallkonferenz.management.backups.making import FORMAT
from fallkonferenz.management.backups.refusals import BackupRefused


def manifest_of(folder: Path) -> dict[str, Any]:
    """What the backup says of itself, after the dump was seen to be the one it speaks of."""
    fields = sets.read_json(folder / sets.MANIFEST, FORMAT)
    said = fields["dump"]
    dump = folder / said["file"]
    if not dump.is_file() or dump.stat().st_size != said["bytes"] or sets.checksum(dump) != said["sha256"]:
        raise BackupRefused(f"{dump.name} is not the dump that {sets.MANIFEST} speaks of: cut off, changed or missing.")
    return fields


@contextmanager
def restored(folder: Path, manifest: dict[str, Any]) -> Iterator[None]:
    """Within it the default connection leads to a second server with what the backup holds, and nowhere else."""
    with tempfile.TemporaryDirectory(prefix="fk-", ignore_cleanup_errors=True) as temporary:
        try:
            with _second_server(Path(temporary) / "var") as server, _pointed_at(server.url(ADMINISTRATOR)):
                _refuse_a_newer_server(manifest["server"])
                call_command("database_roles", stdout=StringIO())
                _load(folder / manifest["dump"]["file"])
                yield
        except (BinariesMissing, HomeRefused, StartFailed) as failed:
            raise BackupRefused(f"The second server did not start: {failed}") from failed


@contextmanager
def _second_server(folder: Path) -> Iterator[Postgres]:
    services = PrivateServices(folder, postgres_settings=CARELESS)
    supervisor = Supervisor()
    try:
        services.claim()
        services.start(supervisor, without=("REDIS_URL",))
        yield services.postgres
    finally:
        supervisor.end()
        services.release()
        services.home.remove()


@contextmanager
def _pointed_at(url: str) -> Iterator[None]:
    """The address that was given is put aside: nothing done here can reach it."""
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(environ.Env.db_url_config(url), OPTIONS=_options(url))
    connection.__dict__.pop("pg_version", None)  # known of the other server
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        connection.__dict__.pop("pg_version", None)


def _options(url: str) -> dict[str, Any]:
    return dict(environ.Env.db_url_config(url).get("OPTIONS", {}))


def _refuse_a_newer_server(made_by: int) -> None:
    if made_by // 10_000 > programs.server_version():
        raise BackupRefused(f"The backup was made by PostgreSQL {made_by // 10_000}; the second server is older.")


def _load(dump: Path) -> None:
    pg_restore = programs.program("pg_restore", for_version=programs.server_version())
    programs.run(
        [pg_restore, "--exit-on-error", "--single-transaction", f"--dbname={connection.settings_dict['NAME']}", dump]
    )
