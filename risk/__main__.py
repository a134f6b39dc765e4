"""Scoring without the application: ``python -m risk score KEY answers.json``, ``python -m risk show KEY``.

Prints JSON. Ends with 0 when there is a result or a refusal, with 1 when the answers cannot be taken, with 2 when there
is no such instrument or a file cannot be read; then it says why, in the language of the shell, and prints the faults.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from risk.answering import Document, NoAnswers, document_of
from risk.instruments import ALL
from risk.pack import PackData
from risk.packed import instrument_of
from risk.packs import BadKeys, BadPack, read, trusted
from risk.plain_json import LARGEST_FILE, NotPlain, parse
from risk.result import BadAnswers, Fault, as_json
from risk.scoring import score
from risk.shape import Instrument, Words
from risk.showing import as_plain

TAKEN, NOT_TAKEN, CANNOT = 0, 1, 2
HELP = "With --pack a pack is read beside it: unverified, unless --keys names a file with the key that signed it."


class Refused(Exception):
    """It ends here, with what these say."""

    def __init__(self, code: int, *faults: Fault) -> None:
        super().__init__(*faults)
        self.code, self.faults = code, faults


def main(arguments: Sequence[str] | None = None) -> int:
    """What is asked for on standard output, why not on standard error; the number to exit with."""
    given = _parser().parse_args(arguments)
    try:
        pack = _pack(given)
        instrument = _instrument(given.instrument, pack)
        shown = as_plain(instrument) if given.command == "show" else _scored(instrument, given, pack)
    except Refused as refused:
        for fault in refused.faults:
            print(fault.sentence.in_(_language()), file=sys.stderr)
        _print({"faults": [{"code": fault.code, "sentence": fault.sentence._asdict()} for fault in refused.faults]})
        return refused.code
    _print(shown)
    return TAKEN


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m risk", description=__doc__, epilog=HELP)
    commands = parser.add_subparsers(dest="command", required=True)
    score_ = commands.add_parser("score", help="score the answers in a file", epilog=HELP)
    show = commands.add_parser("show", help="list items, facts, norm sets and sources", epilog=HELP)
    for command in (score_, show):
        command.add_argument("instrument", metavar="KEY")
        command.add_argument("--pack", type=Path)
        command.add_argument("--keys", type=Path)
    score_.add_argument("--norm-set", metavar="NORMS", help="instead of the one that the file names")
    score_.add_argument("answers", type=Path, metavar="answers.json")
    return parser


def _instrument(name: str, pack: PackData | None) -> Instrument:
    """In capitals or not."""
    key = name.casefold()
    if pack and pack.key == key:
        return instrument_of(pack)
    if key in ALL:
        return ALL[key]
    known = ", ".join(ALL)
    said = Words(
        f"Dieses Instrument gibt es nicht. Es gibt {known}.", f"There is no such instrument. There are {known}."
    )
    raise Refused(CANNOT, Fault("instrument", said))


def _pack(given: Namespace) -> PackData | None:
    if given.pack is None:
        return None
    try:
        return read(
            _bytes(given.pack, _unreadable), trusted(_bytes(given.keys, _no_keys).decode() if given.keys else "")
        )
    except BadPack as bad:
        raise Refused(CANNOT, *(Fault(fault.where, fault.sentence) for fault in bad.faults)) from bad
    except (BadKeys, UnicodeDecodeError) as bad:
        raise Refused(CANNOT, _no_keys(given.keys)) from bad


def _scored(instrument: Instrument, given: Namespace, pack: PackData | None) -> Mapping[str, object]:
    """The result with the answers it comes from: whoever gave the file may read them."""
    document = _document(instrument, given.answers)
    norm_set = document.norm_set if given.norm_set is None else given.norm_set or None
    try:
        result = score(instrument, document.answers, facts=document.facts, norm_set=norm_set, pack=pack)
    except BadAnswers as bad:
        raise Refused(NOT_TAKEN, *bad.faults) from bad
    return as_json(result) | {"answers": document.answers, "facts": document.facts}


def _document(instrument: Instrument, path: Path) -> Document:
    try:
        return document_of(instrument, parse(_bytes(path, _unreadable)))
    except NotPlain as bad:
        raise Refused(CANNOT, _unreadable(path)) from bad
    except NoAnswers as bad:
        raise Refused(NOT_TAKEN, Fault(bad.code, bad.sentence)) from bad


def _bytes(path: Path, unreadable: Callable[[Path], Fault]) -> bytes:
    """A little more than the largest file, so that whoever parses it sees that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Refused(CANNOT, unreadable(path)) from error


def _unreadable(path: Path) -> Fault:
    said = Words(
        f"{path} kann nicht gelesen werden: eine JSON-Datei in UTF-8 bis 1 MiB, in der jeder Name einmal steht.",
        f"{path} cannot be read: a JSON file in UTF-8 of up to 1 MiB in which each name stands once.",
    )
    return Fault("", said)


def _no_keys(path: Path) -> Fault:
    said = Words(
        f"{path} kann nicht gelesen werden: in jeder Zeile ein öffentlicher Schlüssel in Base64, dann der Name dazu.",
        f"{path} cannot be read: on each line a public key in base64, then whose it is.",
    )
    return Fault("", said)


def _language() -> str:
    return os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en"


def _print(shown: Mapping[str, object]) -> None:
    """UTF-8 whatever the shell writes in, so that it can be read again; half a letter as JSON writes it."""
    sys.stdout.buffer.write(json.dumps(shown, ensure_ascii=False, indent=2).encode(errors="backslashreplace") + b"\n")


if __name__ == "__main__":
    sys.exit(main())
