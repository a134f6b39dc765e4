"""``audit_restore`` begins the log anew after a restored backup: asked for by an operator, approved by an officer.

Without an act it says whether there is anything to begin anew. Run as an administrator, while nobody serves.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import restoring
from audit.durable import write
from audit.format import Malformed
from audit.restoring import Approval
from audit.retention import AlreadyRunning
from audit.sealing import CannotOpen
from fallkonferenz.management.backups import log_anew
from fallkonferenz.management.backups.log_anew import NotNow


class Command(BaseCommand):
    help = "Begin the log anew after a restore: ask an officer, then do it with her approval."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", nargs="?", choices=["look", "ask", "do", "replay"], default="look")
        parser.add_argument("--operator", default="", help="ask: an office or a reference, not a person's name")
        parser.add_argument("--reason", default="", help="ask: why a backup was brought back")
        parser.add_argument("--request", type=Path, metavar="FILE", help="ask: to be written; do: as it was written")
        parser.add_argument("--approval", type=Path, metavar="FILE", help="do: what the officer gave back")
        parser.add_argument(
            "--export", type=Path, metavar="DIR", help="do, replay: a newer copy of the log, for its erasures"
        )

    def handle(self, *, act: str, **given: Any) -> None:
        try:
            {"look": self._look, "ask": self._ask, "do": self._do, "replay": self._replay}[act](**given)
        except (NotNow, AlreadyRunning, Malformed, CannotOpen, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _look(self, **given: Any) -> None:
        for sentence in log_anew.differences() or ["There is nothing to begin anew."]:
            self.stdout.write(sentence)

    def _ask(self, *, operator: str, reason: str, request: Path | None, **given: Any) -> None:
        if not (operator.strip() and reason.strip() and request):
            raise CommandError("Say with --operator who asks, with --reason why, with --request where to write it.")
        write(request, log_anew.ask(operator=operator.strip(), reason=reason.strip()))
        self.stdout.write(f"{request}: for an officer, who answers with python -m audit.approving.")

    def _do(self, *, request: Path | None, approval: Path | None, export: Path | None, **given: Any) -> None:
        if not (request and approval):
            raise CommandError("Name --request and --approval.")
        restore, _challenges = restoring.read_request(_content(request))
        done = log_anew.begin(restore, _approval(approval), export=export)
        self.stdout.write(f"The log goes on as {restore.new_origin}, at {restore.from_size} entries.")
        self._tell(done)
        if not export:
            self.stdout.write("No newer copy of the log was named: what was erased since the backup has come back.")
            self.stdout.write("It is erased again by: audit_restore replay --export DIR")

    def _replay(self, *, export: Path | None, **given: Any) -> None:
        """Where ``do`` was killed, or had no copy at hand; as often as one likes."""
        if not export:
            raise CommandError("Name with --export a newer copy of the log.")
        self._tell(log_anew.replay(export) or ["nothing: all of it was erased already"])

    def _tell(self, done: list[str]) -> None:
        for each in done:
            self.stdout.write(f"erased again: {each}")


def _approval(path: Path) -> Approval:
    return restoring.read_approval(_content(path))


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(restoring.LARGEST_FILE + 1)
