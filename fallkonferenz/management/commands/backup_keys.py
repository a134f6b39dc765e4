"""``backup_keys --into FOLDER`` copies the keys of this installation, to where no backup of the database is."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fallkonferenz.management.backups import making
from fallkonferenz.management.backups.refusals import BackupRefused


class Command(BaseCommand):
    help = "Copies the key-encrypting keys and the key of the log, apart from the database; asks no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, required=True, metavar="FOLDER")

    def handle(self, *, into: Path, **options: Any) -> str:
        try:
            return f"{making.back_up_keys(into, now=timezone.now())}"
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
