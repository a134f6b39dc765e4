"""``audit_export DIR`` writes the log into a directory that can be checked and read on any machine, without this one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from audit import export
from audit.format import Malformed
from audit.policy import NotTrusted
from audit.progress import Progress
from audit.report import Remark
from audit.source import Damaged
from fallkonferenz.management.log_source import UNCONFIRMED, log_in_database, note_export, policy_of, unusable


class Command(BaseCommand):
    help = (
        "Export the log: tree, entries, sealed payloads, epochs, checkpoints. Nothing in it is readable without a key."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--policy", type=Path, help="whose signatures the export says are to be trusted")
        parser.add_argument("--from", type=int, default=0, dest="first", help="payloads from this position on")
        parser.add_argument("--to", type=int, dest="after", help="payloads before this position")

        parser.add_argument("--unconfirmed", action="store_true", help=UNCONFIRMED)

    def handle(
        self,
        *,
        directory: Path,
        policy: Path | None,
        first: int,
        after: int | None,
        unconfirmed: bool = False,
        **options: Any,
    ) -> None:
        text, trusted = policy_of(policy)
        if first < 0 or (after is not None and after < first):
            raise unusable(_("There are no such positions."))
        if directory.exists():
            raise unusable(_("{path} is there already.").format(path=directory))
        note_export(unconfirmed=unconfirmed, what="log", first=first, **({} if after is None else {"after": after}))
        try:
            with log_in_database() as log:
                span = {"first": first, "after": after}
                newest = export.write(log, directory, policy=text, trusted=trusted, on_progress=Progress(), **span)
        except FileExistsError as error:
            raise unusable(_("{path} is there already.").format(path=directory)) from error
        except OSError as error:
            raise unusable(_("The log was not exported: {error}.").format(error=error)) from error
        except (NotTrusted, Malformed) as error:
            raise CommandError(_("The log was not exported: {error}.").format(error=error)) from error
        except Damaged as error:
            raise CommandError(Remark(None, error.sentence, error.given).text()) from error
        self.stdout.write(_("{size} entries in {path}.").format(size=newest.checkpoint.size, path=directory))
