"""``new_kek FOLDER ID`` makes a key-encrypting key: new cases are wrapped by the last of the folder, all of it unwraps."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fallkonferenz.vault import keys


class Command(BaseCommand):
    help = "Makes a key-encrypting key; nothing is ever written over. Back up the keys afterwards."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("kek_id", metavar="ID", help="orders them: 2027-01 comes after 2026-11")

    def handle(self, *, folder: Path, kek_id: str, **options: Any) -> str:
        try:
            path = keys.new_kek(folder, kek_id)
        except FileExistsError:
            raise CommandError(f"There is a key {kek_id} in {folder} already.") from None
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        last = max(found.stem for found in folder.glob("*.key"))
        return f"{path}" if last == kek_id else f"{path}: {last} stays the one that wraps new cases."
