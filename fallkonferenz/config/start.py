"""Refuses an unsafe start of a process that serves people or works for them."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audit import recipients, signing, standing
from audit.signing import NoSigningKey
from audit.standing import Outside, Unusable
from fallkonferenz.config.checks import settings_are_safe
from fallkonferenz.database import SEQUENCER

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
    _refuse(missing_entries())
    if not settings.DEMO:
        _refuse(recipients.ready())


def refuse_unsafe_sequencer() -> None:
    """It has a key and a role of its own, and needs none of what the others need. It asks the witness by itself."""
    _refuse([*strong_roles(), *_another_role(), *_no_log_key()])


def missing_entries() -> list[str]:
    """Whether a witness has seen more of the log than this database holds."""
    try:
        seen = outside()
    except Unusable as error:
        return [str(error)]
    connection.ensure_connection()
    return standing.refusals(connection.connection, seen, base=settings.AUDIT_ORIGIN)


def outside() -> Outside:
    """Who watches over the log. Raises Unusable."""
    return Outside.of(
        policy_file=settings.AUDIT_POLICY_FILE,
        url=settings.AUDIT_WITNESS_URL,
        witnessed_file=settings.AUDIT_WITNESSED_FILE,
    )


def _another_role() -> list[str]:
    others = [role for role in _roles() if role != SEQUENCER]
    return [f"The sequencer connects as {SEQUENCER}, not as {role}." for role in others]


def _no_log_key() -> list[str]:
    try:
        signing.load(Path(settings.AUDIT_LOG_KEY_FILE))
    except NoSigningKey:
        return ["FALLKONFERENZ_AUDIT_LOG_KEY_FILE must name the key that signs checkpoints."]
    return []


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
