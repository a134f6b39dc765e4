"""``restore_check`` brings the newest backup back into a second server, compares it with what it says, and forgets it."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fallkonferenz.management.backups import checking, sets
from fallkonferenz.management.backups.figures import print_all
from fallkonferenz.management.backups.refusals import BackupRefused
from fallkonferenz.management.backups.restoring import manifest_of, restored

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Restores the newest backup into a second private server and checks it; exit status 1 if anything is short."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="source", type=Path, required=True, metavar="FOLDER")
        parser.add_argument("--keys", type=Path, metavar="FOLDER", help="a backup of the keys, or the folder of KEKs")

    def handle(self, *, source: Path, keys: Path | None, **options: Any) -> None:
        for ending in ENDINGS:
            signal.signal(ending, _end)  # so that nothing stays behind
        try:
            well = self._check(sets.newest(source), checking.use_keys(_newest_keys(keys)) if keys else None)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        if not well:
            raise CommandError("This backup is short of what it should be.")

    def _check(self, backup: Path, keys: Path | None) -> bool:
        self.stdout.write(str(backup))
        manifest = manifest_of(backup)
        with restored(backup, manifest):
            return print_all(checking.figures(manifest, keys), self.stdout.write)


def _newest_keys(folder: Path) -> Path:
    return folder if any(folder.glob("*.key")) else sets.newest(folder, sets.KEYS)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(1)
