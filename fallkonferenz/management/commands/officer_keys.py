"""``officer_keys`` lists the keys that can read the log; ``officer_keys add`` loads public ones, with the owner's rights."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from audit import keyfile, recipients
from audit.keyfile import BadKeyFile, PublicKey


class Command(BaseCommand):
    help = "List the keys that can read the log, or load public keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", nargs="?", choices=["list", "add"], default="list")
        parser.add_argument("--officer", action="append", type=Path, default=[], metavar="FILE.pub")
        parser.add_argument("--recovery", action="append", type=Path, default=[], metavar="FILE.pub")

    def handle(self, *, act: str, officer: list[Path], recovery: list[Path], **options: Any) -> None:
        if act == "add":
            self._add([*_read(officer, role="officer"), *_read(recovery, role="recovery")])
        for row in recipients.active().order_by("role", "since"):
            self.stdout.write(f"{bytes(row.key_id).hex()[:16]}  {row.role:8}  {row.since:%Y-%m-%d}  {row.label}")
        for sentence in recipients.ready():
            self.stdout.write(sentence)

    def _add(self, keys: list[PublicKey]) -> None:
        try:
            recipients.add(keys)
        except IntegrityError as error:
            raise CommandError(_("One of these keys is loaded already; nothing was changed.")) from error


def _read(paths: list[Path], *, role: str) -> list[PublicKey]:
    return [_one(path, role) for path in paths]


def _one(path: Path, role: str) -> PublicKey:
    try:
        key = keyfile.read_public(keyfile.load(path))
    except (OSError, BadKeyFile) as error:
        raise CommandError(f"{path}: {_(str(error))}") from error
    if key.role != role:
        raise CommandError(
            _("%(path)s is a key of the role %(role)s; name it with --%(role)s.") % {"path": path, "role": key.role}
        )
    return key
