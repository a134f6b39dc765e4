"""``backup --into FOLDER`` writes a dump of the database and what it must hold; never a key."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from fallkonferenz.management.backups import making, sets
from fallkonferenz.management.backups.refusals import BackupRefused


class Command(BaseCommand):
    help = "Backs up the database, without keys; needs the connection of an administrator."
    requires_system_checks = ()  # who makes backups has no keys

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, required=True, metavar="FOLDER")
        parser.add_argument("--keep-days", type=int, metavar="DAYS", help="remove backups that are older")

    def handle(self, *, into: Path, keep_days: int | None, **options: Any) -> None:
        now = timezone.now()
        try:
            made = making.back_up(into, now=now)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        except OperationalError:
            raise CommandError("The database does not answer.") from None
        self.stdout.write(f"{made}\n{sets.MANIFEST}: sha256 {sets.checksum(made / sets.MANIFEST)}")
        for old in sets.remove_older(into, keep_days, now) if keep_days else ():
            self.stdout.write(f"removed: {old}")
