"""``officer_keys`` lists the keys that can read the log; ``add`` loads the first ones, later it and ``drop`` ask the officers.

``load-wraps`` takes what ``python -m audit.officer rewrap`` wrote. All of it with the rights of the tables' owner.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import asking, keyfile, recipients, wraps
from audit.asking import Author, NotPossible
from audit.format import Malformed
from audit.keyfile import BadKeyFile, PublicKey
from audit.models import Recipient
from audit.words import shown

OPERATOR = Author(None, "operator")


class Command(BaseCommand):
    help = "List the keys that can read the log, load the first ones, or ask the officers to add or drop one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", nargs="?", choices=["list", "add", "drop", "load-wraps"], default="list")
        parser.add_argument("file", nargs="?", type=Path, help="what rewrap wrote, for load-wraps")
        parser.add_argument("--officer", action="append", type=Path, default=[], metavar="FILE.pub")
        parser.add_argument("--recovery", action="append", type=Path, default=[], metavar="FILE.pub")
        parser.add_argument("--key", default="", help="the first digits of a key's id, for drop")

    def handle(
        self, *, act: str, file: Path | None, officer: list[Path], recovery: list[Path], key: str, **options: Any
    ) -> None:
        if act == "add":
            self._add([*_read(officer, role="officer"), *_read(recovery, role="recovery")])
        elif act == "drop":
            self._drop(key)
        elif act == "load-wraps":
            self._load_wraps(file)
        self._list()

    def _list(self) -> None:
        for row in recipients.active().order_by("role", "since"):
            self.stdout.write(f"{bytes(row.key_id).hex()[:16]}  {row.role:8}  {row.since:%Y-%m-%d}  {shown(row.label)}")
        for sentence in recipients.ready():
            self.stdout.write(sentence)

    def _add(self, keys: list[PublicKey]) -> None:
        try:
            recipients.load_first(keys)
        except recipients.NotTheFirst:
            self._ask(keys)
        except IntegrityError as error:
            raise CommandError(_("One of these keys is named twice; nothing was changed.")) from error

    def _ask(self, keys: list[PublicKey]) -> None:
        try:
            with transaction.atomic():
                for key in keys:
                    asking.ask_to_add(key, by=OPERATOR)
        except NotPossible as error:
            raise CommandError(str(error)) from error
        self._say_who_decides()

    def _drop(self, digits: str) -> None:
        found = [row for row in recipients.active() if digits and bytes(row.key_id).hex().startswith(digits.lower())]
        if len(found) != 1:
            raise CommandError(_("Name one of the keys below with --key and the first digits of its id."))
        try:
            asking.ask_to_drop(bytes(found[0].key_id), by=OPERATOR)
        except NotPossible as error:
            raise CommandError(str(error)) from error
        self._say_who_decides()

    def _say_who_decides(self) -> None:
        self.stdout.write(_("Asked for. Nothing changes before a data protection officer has approved it."))

    def _load_wraps(self, path: Path | None) -> None:
        if path is None:
            raise CommandError(_("Name the file that rewrap wrote."))
        try:
            count, key_id = wraps.load(path)
        except (OSError, Malformed) as error:
            raise CommandError(f"{path}: {error}") from error
        except Recipient.DoesNotExist as error:
            raise CommandError(_("These keys are wrapped for somebody who does not read the log.")) from error
        self.stdout.write(
            _("%(count)s wrapped keys were loaded for %(key)s.") % {"count": count, "key": key_id.hex()[:16]}
        )


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
