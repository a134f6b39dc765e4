"""``risk_pack load FILE`` loads a pack for a risk instrument; ``risk_pack list`` says which were loaded."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import packs
from risk.models import Pack
from risk.plain_json import LARGEST_FILE


class Command(BaseCommand):
    help = "Load a signed pack for a risk instrument, or list those that were loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["load", "list"])
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *, act: str, file: Path | None, **options: Any) -> None:
        if act == "load":
            self._line(self._load(file))
            return
        for pack in Pack.objects.order_by("-active", "key", "-loaded_at"):
            self._line(pack)

    def _load(self, file: Path | None) -> Pack:
        if file is None:
            raise CommandError(_("Name the file of the pack."))
        try:
            with file.open("rb") as opened:
                return packs.load_as_operator(opened.read(LARGEST_FILE + 1))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except packs.BadFile as refused:
            raise CommandError("\n".join(refused.sentences)) from refused
        except NotNow as refused:
            raise CommandError(refused.sentence) from refused

    def _line(self, pack: Pack) -> None:
        verified = "verified" if pack.verified else "unverified"
        use = "in use" if pack.active else f"retired {pack.retired_at:%Y-%m-%d}"
        self.stdout.write(f"{pack.key} {pack.version}  pack {pack.pack_version}  {pack.sha256[:16]}  {verified}  {use}")
