"""Refuses an unsafe start of a process that serves people or works for them."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audit import recipients
from fallkonferenz.config.checks import settings_are_safe

# A role is too strong if it is one of these, or may become one. The log's readers are persons, not processes.
TOO_STRONG = """
    SELECT bool_or(
        mighty.rolsuper OR mighty.rolbypassrls OR mighty.rolcreaterole
        OR mighty.rolname IN ('fk_owner', 'audit_reader', 'audit_retention', 'pg_read_all_data', 'pg_write_all_data')
        OR mighty.oid IN (SELECT relowner FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    )
    FROM pg_roles AS mighty, pg_roles AS asked
    WHERE asked.rolname = %s AND pg_has_role(asked.oid, mighty.oid, 'MEMBER')
"""


def refuse_unsafe_start() -> None:
    _refuse([str(error.msg) for error in settings_are_safe()])
    if settings.TESTING:
        return
    _refuse(strong_roles())
    _refuse(missing_migrations())
    if not settings.DEMO:
        _refuse(recipients.ready())


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise ImproperlyConfigured("The start is refused.\n" + "\n".join(f"- {reason}" for reason in reasons))


def strong_roles() -> list[str]:
    """Row-level security and the append-only log hold only against a role that owns nothing.

    Outside the demo also the role that logged in is asked: from one it only plays, a process finds its way back.
    """
    return [
        f"The database role {role} owns tables, passes by row-level security or may become a role that does;"
        " connect as fk_web or fk_worker."
        for role in _roles()
        if is_too_strong(role)
    ]


def _roles() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        playing, logged_in = cursor.fetchone()
    return [playing] if settings.DEMO else sorted({playing, logged_in})


def is_too_strong(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TOO_STRONG, [role])
        return bool(cursor.fetchone()[0])


def missing_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return []
    return [f"The database lacks {len(missing)} migrations of this version; run manage.py prepare_database first."]
