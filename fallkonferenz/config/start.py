"""Refuses an unsafe start of a process that serves people or works for them."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from audit import recipients
from fallkonferenz.config.checks import settings_are_safe


def refuse_unsafe_start() -> None:
    _refuse([str(error.msg) for error in settings_are_safe()])
    if not settings.TESTING:
        _refuse(_role_is_too_strong())
    if not (settings.TESTING or settings.DEMO):
        _refuse(recipients.ready())


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise ImproperlyConfigured("The start is refused.\n" + "\n".join(f"- {reason}" for reason in reasons))


def _role_is_too_strong() -> list[str]:
    """Row-level security and the append-only log hold only against a role that owns nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls OR"
            " (SELECT bool_or(pg_has_role(current_user, relowner, 'USAGE')) FROM pg_class WHERE relname = 'audit_entry')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        role, is_too_strong = cursor.fetchone()
    if not is_too_strong:
        return []
    return [f"The database role {role} owns tables or passes by row-level security; connect as fk_web or fk_worker."]
