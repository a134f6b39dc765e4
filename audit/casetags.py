"""``python -m audit.casetags EXPORT --key FILE --case UUID``: the tags of one case, so that it can be erased early.

For an officer, on her own machine: only she has the keys of past months. Pure Python. The server learns which entries
belong together, and not to which case.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from uuid import UUID

from audit import tagkeys, tools
from audit.directory import Directory
from audit.epoch import SignedRecord
from audit.format import Malformed
from audit.sealing import CannotOpen
from audit.source import StoredTagKey
from audit.tagkeys import TagKey
from audit.tools import DONE, Unusable, ended, say, unlocked
from audit.words import N_, _


class NothingOpens(Unusable):
    """No key of a month is there for this officer."""


def opened(stored: Iterable[StoredTagKey], seed: bytes) -> tuple[dict[str, TagKey], list[str]]:
    """The keys of the months, and the months whose key this officer does not have."""
    keys, closed = {}, []
    for period, record, signature in stored:
        if record is None:
            continue
        try:
            keys[period] = tagkeys.open_record(SignedRecord(record, signature), seed)
        except (CannotOpen, Malformed):
            closed.append(period)
    return keys, closed


def main(arguments: Sequence[str] | None = None) -> int:
    return ended(_run, _parser().parse_args(arguments))


def _parser() -> ArgumentParser:
    parser = tools.parser("audit.casetags", _("The tags of one case, to have it erased early."))
    parser.add_argument("--case", type=UUID, required=True, metavar="UUID")
    return parser


def _run(given: Namespace) -> int:
    export = Directory(given.export)
    _owner, seed = unlocked(given)
    keys, closed = opened(export.tag_keys(), seed)
    if not keys:
        raise NothingOpens(N_("This key opens the tag key of no month of this export."))
    if closed:
        say(_("Months whose key you do not have: {months}.").format(months=", ".join(closed)))
    sys.stdout.write(tagkeys.write_tags(given.case, keys).decode())
    return DONE


if __name__ == "__main__":
    sys.exit(main())
