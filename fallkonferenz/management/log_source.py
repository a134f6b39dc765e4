"""What the commands of the log share: the log in the database as its reader sees it, and the policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db import Error, connections, transaction
from django.utils.translation import gettext as _

from audit import awaited, levels, log, policy
from audit.database import Database, snapshot
from audit.format import Malformed
from audit.lines import read_plain
from audit.log import AuditUnavailable
from audit.policy import LARGEST_POLICY, Policy
from audit.report import Remark
from audit.source import Damaged
from audit.tools import UNUSABLE

READER = "audit_reader"
UNCONFIRMED = "when the sequencer cannot run: do not wait until a checkpoint covers the entry that says so"


@contextmanager
def log_in_database() -> Iterator[Database]:
    if READER not in connections:
        raise unusable(_("No connection to read the log with is set (FALLKONFERENZ_AUDIT_READER_DATABASE_URL)."))
    wrapper = connections[READER]
    try:
        wrapper.ensure_connection()
        with snapshot(wrapper.connection) as log:
            yield log
    except (Error, psycopg.Error) as error:
        raise unusable(_("The log cannot be read: {error}.").format(error=str(error).strip())) from error


def note_export(*, unconfirmed: bool, **details: str | int) -> None:
    """Before anything is taken along: who runs the machine has no account, so the entry says what, not who.

    What fails afterwards leaves the entry of an attempt: the other way round a file might be there and no entry.
    ``unconfirmed``: for a log that takes nothing more, whose evidence is to be kept; no checkpoint is waited for.
    """
    levels.wait_from_now_on()
    try:
        with transaction.atomic():
            log.record("log.exported", actor=None, role="operator", institution=None, details=details)
    except AuditUnavailable as error:
        raise unusable(_("The log was not exported: {error}.").format(error=error)) from error
    if unconfirmed:
        awaited.take()
    try:
        levels.settle()
    except levels.NotConfirmed as error:
        raise unusable(
            _("The log does not confirm that it is taken along: is the sequencer running? Nothing was written.")
        ) from error


def policy_of(path: Path | None) -> tuple[bytes, Policy]:
    """The policy in this file, or in the one of the settings: as it is, and read."""
    name = path or (Path(settings.AUDIT_POLICY_FILE) if settings.AUDIT_POLICY_FILE else None)
    if name is None:
        raise unusable(_("Name a policy: --policy, or FALLKONFERENZ_AUDIT_POLICY_FILE."))
    data = content(name, LARGEST_POLICY)
    try:
        return data, policy.parse(data)
    except Malformed as error:
        raise unusable(_("The policy cannot be used: {error}.").format(error=error)) from error


def content(path: Path, most: int) -> bytes:
    """A file that somebody names: whole, of a bounded size, or a sentence and the end."""
    try:
        return read_plain(path.resolve(), most)  # secrets are often links
    except Damaged as error:
        raise unusable(Remark(None, error.sentence, error.given).text()) from error


def unusable(sentence: str) -> CommandError:
    """Ends with 2: what was given, or what is there, cannot be used. 1 is left to what is wrong with the log."""
    return CommandError(sentence, returncode=UNUSABLE)
