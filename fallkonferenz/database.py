"""Small pieces of SQL for migrations: who may do what with a table.

Every table states its grants in the migration that makes it; a table without one is closed to all but its owner.
"""

from django.db import migrations

WEB = "fk_web"
WORKER = "fk_worker"


def sql(forwards: str, backwards: str = "") -> migrations.RunSQL:
    """Plain SQL that needs no way back: a table that is dropped takes its grants and policies along."""
    return migrations.RunSQL(forwards, backwards or migrations.RunSQL.noop)


def grants(table: str, *, web: str = "", worker: str = "") -> migrations.RunSQL:
    """Grant ``web`` and ``worker`` the privileges named, for example ``"SELECT, INSERT"``; an empty string grants nothing."""
    wanted = ((WEB, web), (WORKER, worker))
    return sql("\n".join(f'GRANT {privileges} ON "{table}" TO {role};' for role, privileges in wanted if privileges))
