"""What the commands of the log share: the log in the database as its reader sees it, and the policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections, transaction
from django.utils.translation import gettext as _

from audit import log, policy
from audit.database import Database, snapshot
from audit.format import Malformed
from audit.log import AuditUnavailable
from audit.policy import LARGEST_POLICY, Policy

READER = "audit_reader"


@contextmanager
def log_in_database() -> Iterator[Database]:
    if READER not in connections:
        raise CommandError(_("No connection to read the log with is set (FALLKONFERENZ_AUDIT_READER_DATABASE_URL)."))
    wrapper = connections[READER]
    wrapper.ensure_connection()
    with snapshot(wrapper.connection) as log:
        yield log


def note_export(**details: str | int) -> None:
    """Before anything is taken along: who runs the machine has no account, so the entry says what, not who."""
    try:
        with transaction.atomic():
            log.record("log.exported", actor=None, role="operator", institution=None, details=details)
    except AuditUnavailable as error:
        raise CommandError(_("The log was not exported: {error}.").format(error=error)) from error


def policy_of(path: Path | None) -> tuple[bytes, Policy]:
    """The policy in this file, or in the one of the settings: as it is, and read."""
    name = path or (Path(settings.AUDIT_POLICY_FILE) if settings.AUDIT_POLICY_FILE else None)
    if name is None:
        raise CommandError(_("Name a policy: --policy, or FALLKONFERENZ_AUDIT_POLICY_FILE."))
    try:
        with name.open("rb") as file:
            data = file.read(LARGEST_POLICY + 1)
        return data, policy.parse(data)
    except (OSError, Malformed) as error:
        raise CommandError(_("The policy cannot be used: {error}.").format(error=error)) from error
