"""``audit_verify DIR`` checks an export, ``audit_verify --live`` the log in the database. Ends with 0, 1 or 2."""

import sys
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import now
from django.utils.translation import gettext as _

from audit import verify
from audit.database import Database
from audit.note import LARGEST_NOTE
from audit.progress import Progress
from audit.report import Report
from audit.words import N_, shown
from fallkonferenz.management.log_source import content, log_in_database, policy_of, unusable

LONG = timedelta(minutes=5)  # without a position


class Command(BaseCommand):
    help = "Check the log: 0 everything is sound, 1 something is not (the first bad position is named), 2 nothing to check."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", nargs="?", type=Path)
        parser.add_argument("--live", action="store_true", help="the log in the database")
        parser.add_argument("--policy", type=Path)
        parser.add_argument("--witnessed", type=Path, action="append", default=[], help="a witness's last checkpoint")

    def handle(
        self, *, directory: Path | None, live: bool, policy: Path | None, witnessed: list[Path], **options: Any
    ) -> None:
        if live is (directory is not None):
            raise unusable(_("Name a directory, or --live."))
        if directory:
            trust = [f"--policy={policy}"] if policy else []
            sys.exit(verify.main([str(directory), *trust, *(f"--witnessed={path}" for path in witnessed)]))
        report = self._check_live(policy, _notes(witnessed))
        for sentence in verify.sentences(report):
            self.stdout.write(shown(sentence))
        if not report.is_sound:
            sys.exit(verify.FAULTY)

    def _check_live(self, policy: Path | None, known: list[bytes]) -> Report:
        _text, trusted = policy_of(policy)
        with log_in_database() as log:
            if not known and log.is_empty():
                raise unusable(_("The log has no checkpoint yet: is the sequencer running?"))
            report = verify.check(log, trusted, Progress(), known=known)
            _note_waiting(log, report)
        return report


def _notes(brought: list[Path]) -> list[bytes]:
    """What was seen elsewhere: the files named, and the one in which the sequencer keeps the witness's last word."""
    kept = Path(settings.AUDIT_WITNESSED_FILE) if settings.AUDIT_WITNESSED_FILE else None
    paths = [*brought, *([kept] if kept and kept.exists() else [])]
    return [content(path, LARGEST_NOTE) for path in paths]


def _note_waiting(log: Database, report: Report) -> None:
    count, since = log.waiting()
    if count and since < now() - LONG:
        report.notice(
            None,
            N_("{count} entries have no position yet, the first since {since}: is the sequencer running?"),
            count=count,
            since=f"{since:%Y-%m-%d %H:%M} UTC",
        )
