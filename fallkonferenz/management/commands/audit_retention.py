"""``audit_retention`` erases what the log has kept long enough, as the role fk_retention; for a timer, once a day.

With ``--case-tags`` it erases one case early: an officer makes the file with ``python -m audit.casetags``.
"""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import levels, retention
from audit.erasing import Erasure
from audit.format import Malformed
from audit.tagkeys import LARGEST_LIST, read_tags
from fallkonferenz.database import RETENTION
from fallkonferenz.management.log_source import content

APPROVED_BY = "an office or a reference, not a person's name: whoever holds the database can read it"


class Command(BaseCommand):
    help = "Erase what the log has kept long enough; every erasure is an entry of the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and erase nothing")
        parser.add_argument("--case-tags", type=Path, metavar="FILE", help="erase one case early, by its monthly tags")
        parser.add_argument("--reason", default="", help="of an early erasure")
        parser.add_argument("--ground", default="", help="its ground in law")
        parser.add_argument("--approved-by", action="append", default=[], help=f"twice: {APPROVED_BY}")

    def handle(self, *, dry_run: bool, case_tags: Path | None, **given: Any) -> None:
        _refuse_other_roles()
        levels.wait_from_now_on()
        try:
            erasures = list(_early(case_tags, **given) if case_tags else retention.routine(timezone.now()))
            self._say_what_is_due(erasures) if dry_run else self._erase(erasures)
        except (retention.NotAllowed, retention.AlreadyRunning) as refusal:
            raise CommandError(str(refusal)) from refusal
        except levels.NotConfirmed as refusal:
            raise CommandError(
                _("The log does not confirm the erasure: is the sequencer running? Nothing more was erased.")
            ) from refusal

    def _say_what_is_due(self, erasures: Iterable[Erasure]) -> None:
        for erasure in erasures:
            self.stdout.write(f"{retention.count(erasure):9}  {_described(erasure)}")

    def _erase(self, erasures: Iterable[Erasure]) -> None:
        for done in retention.run(erasures):
            self.stdout.write(f"{done.count:9}  {_described(done.erasure)}")


def _early(path: Path, *, reason: str, ground: str, approved_by: list[str], **options: Any) -> list[Erasure]:
    try:
        tags = read_tags(content(path, LARGEST_LIST))
    except Malformed as error:
        raise CommandError(f"{path}: {error}") from error
    return retention.of_one_case(tags, reason=reason, ground=ground, approved_by=approved_by)


def _described(erasure: Erasure) -> str:
    about = erasure.kind.name.lower() if erasure.kind else erasure.case_tag.hex() if erasure.case_tag else ""
    return f"{erasure.what.value:14} {about:16} before {retention.moment(erasure):%Y-%m-%d %H:%M} UTC"


def _refuse_other_roles() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    if role != RETENTION:
        raise CommandError(_("This erases as %(wanted)s, not as %(role)s.") % {"wanted": RETENTION, "role": role})
