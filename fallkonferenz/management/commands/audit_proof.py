"""``audit_proof N`` writes the proof that position N of the log holds what it holds: for a court, or a person concerned."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from audit import proof
from audit.database import Database
from audit.format import Malformed
from audit.officer import write_new
from audit.policy import NotTrusted, Policy
from audit.tiles import WIDTH
from audit.tree import BadProof
from fallkonferenz.management.log_source import UNCONFIRMED, log_in_database, note_export, policy_of, unusable

MOST_POSITIONS = 2**63  # the database counts no further


class Command(BaseCommand):
    help = "Write the proof of one entry (c2sp.org/tlog-proof@v1), and its sealed payload beside it when asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("position", type=int)
        parser.add_argument("--out", type=Path, help="the file; otherwise it is printed")
        parser.add_argument("--payload", type=Path, metavar="FILE", help="write the sealed payload there")
        parser.add_argument("--policy", type=Path)
        parser.add_argument("--unconfirmed", action="store_true", help=UNCONFIRMED)

    def handle(
        self,
        *,
        position: int,
        out: Path | None,
        payload: Path | None,
        policy: Path | None,
        unconfirmed: bool = False,
        **options: Any,
    ) -> None:
        _text, trusted = policy_of(policy)
        if not 0 <= position < MOST_POSITIONS:
            raise unusable(_("No checkpoint covers position {position}.").format(position=position))
        for path in filter(None, (out, payload)):
            _refuse(path)
        note_export(unconfirmed=unconfirmed, what="proof", position=position)
        try:
            with log_in_database() as log:
                shown, sealed = _proof(log, position, trusted)
        except (NotTrusted, Malformed, BadProof) as error:
            raise CommandError(_("There is no proof: {error}.").format(error=error)) from error
        if payload and not isinstance(sealed, bytes):
            raise unusable(_("The payload of this entry was erased."))
        try:
            _written(payload, sealed)
            _written(out, shown.data)
        except OSError as error:
            raise unusable(
                _("{path} cannot be written: {error}.").format(path=error.filename, error=error.strerror)
            ) from error
        if not out:
            self.stdout.write(shown.data.decode(), ending="")


def _refuse(path: Path) -> None:
    """Before the log says that something is taken along."""
    if not path.parent.is_dir():
        raise unusable(_("There is no directory {path}.").format(path=path.parent))
    if path.exists():
        raise unusable(_("{path} exists and is not written over.").format(path=path))


def _written(path: Path | None, data: Any) -> None:
    if path:
        write_new(path, data, mode=0o600)


def _proof(log: Database, position: int, trusted: Policy) -> tuple[proof.Proof, object]:
    found = proof.best_note(log.notes_over(position), trusted, index=position)
    if found is None:
        raise unusable(_("No checkpoint covers position {position}.").format(position=position))
    note, seen = found
    number, index = divmod(position, WIDTH)
    bundle = log.bundle(number, index + 1)
    header = bundle.entries[-96:]
    shown = proof.make(position, size=seen.checkpoint.size, header=header, note=note, fetch=log.fetch)
    proof.verify(shown, trusted)  # nobody is given one that does not hold
    return shown, list(bundle.payloads)[-1]
