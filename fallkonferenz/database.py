"""The roles of the database: who may do what with a table, and acting as one of them for a while.

Every table states its grants in the migration that makes it; a table without one is closed to all but its owner.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, migrations

OWNER = "fk_owner"

WEB = "fk_web"
WORKER = "fk_worker"
SEQUENCER = "fk_sequencer"  # positions the log's entries; group audit_sequencer
READER = "fk_reader"  # the officers' screens, a second connection of the web's; group audit_reader
RETENTION = "fk_retention"  # empties what is past its time; groups audit_retention and audit_writer


def sql(forwards: str, backwards: str = "") -> migrations.RunSQL:
    """Plain SQL that needs no way back: a table that is dropped takes its grants and policies along."""
    return migrations.RunSQL(forwards, backwards or migrations.RunSQL.noop)


def grants(table: str, *, web: str = "", worker: str = "") -> migrations.RunSQL:
    """Grant ``web`` and ``worker`` the privileges named, for example ``"SELECT, INSERT"``; an empty string grants nothing."""
    wanted = ((WEB, web), (WORKER, worker))
    return sql("\n".join(f'GRANT {privileges} ON "{table}" TO {role};' for role, privileges in wanted if privileges))


@contextmanager
def as_role(role: str | None) -> Iterator[None]:
    """Let an administrator's connection act as ``role``; None is the administrator."""
    before = connection.settings_dict["OPTIONS"]
    _reconnect({**before, "assume_role": role})
    try:
        yield
    finally:
        _reconnect(before)


def _reconnect(options: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"] = options
