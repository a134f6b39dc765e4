"""``python -m audit.casetags EXPORT --key FILE --case UUID``: the tags of one case, so that it can be erased early.

For an officer, on her own machine: only she has the keys of past months. Pure Python. The server learns which entries
belong together, and not to which case.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

from audit import keyfile, tagkeys
from audit.directory import Directory, NoExport
from audit.epoch import SignedRecord
from audit.format import Malformed
from audit.keyfile import BadKeyFile
from audit.passphrase import passphrase
from audit.report import Remark
from audit.sealing import CannotOpen
from audit.source import Damaged, StoredTagKey
from audit.tagkeys import TagKey
from audit.words import N_, _

DONE, UNUSABLE = 0, 2


class NothingOpens(Exception):
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
    given = _parser().parse_args(arguments)
    try:
        _run(given)
    except Damaged as error:
        return _refuse(Remark(None, error.sentence, error.given).text())
    except (NoExport, BadKeyFile, NothingOpens) as error:
        return _refuse(_(str(error)))
    except OSError as error:
        return _refuse(str(error))
    return DONE


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="audit.casetags", description=_("The tags of one case, to have it erased early."))
    parser.add_argument("export", type=Path, help=_("the directory of an export"))
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help=_("your key"))
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=_("instead of being asked for it"))
    parser.add_argument("--case", type=UUID, required=True, metavar="UUID")
    return parser


def _run(given: Namespace) -> None:
    export = Directory(given.export)
    seed = keyfile.unlock(keyfile.load(given.key), passphrase=passphrase(given.passphrase_file))
    keys, closed = opened(export.tag_keys(), seed)
    if not keys:
        raise NothingOpens(N_("This key opens the tag key of no month of this export."))
    if closed:
        print(_("Months whose key you do not have: {months}.").format(months=", ".join(closed)), file=sys.stderr)
    sys.stdout.write(tagkeys.write_tags(given.case, keys).decode())


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
