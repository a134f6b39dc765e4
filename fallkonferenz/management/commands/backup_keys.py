"""``backup_keys --into FOLDER`` copies the keys of this installation, to where no backup of the database is."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fallkonferenz.management.backups import making
from fallkonferenz.management.backups.refusals import BackupRefused


class Command(BaseCommand):
    help = "Copies the key-encrypting keys and the keys of the log, apart from the database; asks no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, required=True, metavar="FOLDER")
        parser.add_argument("--keks", type=Path, default=settings.FALLKONFERENZ_KEK_DIR, metavar="FOLDER")
        parser.add_argument("--instance-key", type=Path, default=settings.AUDIT_INSTANCE_KEY_FILE, metavar="FILE")
        parser.add_argument("--log-key", type=_path, default=settings.AUDIT_LOG_KEY_FILE, metavar="FILE")
        parser.add_argument("--tag-key", type=_path, default=settings.AUDIT_TAG_KEY_FILE, metavar="FILE")

    def handle(
        self, *, into: Path, keks: Path, instance_key: Path, log_key: Path | None, tag_key: Path | None, **options: Any
    ) -> str:
        of_the_log = {name: key for name, key in (("log", log_key), ("tag", tag_key)) if key}
        try:
            return str(
                making.back_up_keys(
                    into, keks=keks, instance_key=instance_key, of_the_log=of_the_log, now=timezone.now()
                )
            )
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None


def _path(text: str) -> Path | None:
    return Path(text) if text else None
