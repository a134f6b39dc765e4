"""``audit_proof N`` writes the proof that position N of the log holds what it holds: for a court, or a person concerned."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from audit import proof
from audit.database import Database
from audit.format import Malformed
from audit.policy import NotTrusted, Policy
from audit.tiles import WIDTH
from audit.tree import BadProof
from fallkonferenz.management.log_source import log_in_database, note_export, policy_of


class Command(BaseCommand):
    help = "Write the proof of one entry (c2sp.org/tlog-proof@v1), and its sealed payload beside it when asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("position", type=int)
        parser.add_argument("--out", type=Path, help="the file; otherwise it is printed")
        parser.add_argument("--payload", type=Path, metavar="FILE", help="write the sealed payload there")
        parser.add_argument("--policy", type=Path)

    def handle(
        self, *, position: int, out: Path | None, payload: Path | None, policy: Path | None, **options: Any
    ) -> None:
        _text, trusted = policy_of(policy)
        note_export(what="proof", position=position)
        try:
            with log_in_database() as log:
                shown, sealed = _proof(log, position, trusted)
        except (NotTrusted, Malformed, BadProof) as error:
            raise CommandError(_("There is no proof: {error}.").format(error=error)) from error
        if payload:
            if not isinstance(sealed, bytes):
                raise CommandError(_("The payload of this entry was erased."))
            payload.write_bytes(sealed)
        if out:
            out.write_bytes(shown.data)
        else:
            self.stdout.write(shown.data.decode(), ending="")


def _proof(log: Database, position: int, trusted: Policy) -> tuple[proof.Proof, object]:
    found = proof.best_note(log.notes_over(position), trusted, index=position) if position >= 0 else None
    if found is None:
        raise CommandError(_("No checkpoint covers position {position}.").format(position=position))
    note, seen = found
    number, index = divmod(position, WIDTH)
    bundle = log.bundle(number, index + 1)
    header = bundle.entries[-96:]
    shown = proof.make(position, size=seen.checkpoint.size, header=header, note=note, fetch=log.fetch)
    proof.verify(shown, trusted)  # nobody is given one that does not hold
    return shown, list(bundle.payloads)[-1]
