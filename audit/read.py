"""Opening what was sealed, for whoever holds an officer's seed: ``python -m audit.read EXPORT --key FILE``.

Pure Python: takes rows, from an export or a database, and gives the entries that answer a question, one at a time. It
checks each seal; that no entry is missing is for ``verify.py`` to say.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from audit.epoch import SignedRecord
from audit.format import EPOCH_AT, HEADER_BYTES, KIND_AT, SEALED, Header, Kind, Malformed
from audit.keyring import InHand, Keyring, Keys
from audit.question import Question
from audit.sealing import CannotOpen, Sealed, matching_header
from audit.sieve import LATEST_MS, Sieve, TagKeys, Tags
from audit.signed import SIGNATURE_BYTES
from audit.source import Row

ERASED = "log.erased"
UNREADABLE = "log.unreadable"
# What the entries are called that everybody can read.
OPEN_EVENTS = {
    Kind.EPOCH_OPEN: "log.epoch_opened",
    Kind.EPOCH_CLOSE: "log.epoch_closed",
    Kind.KEY_DESTROYED: "log.key_destroyed",
    Kind.ERASURE: "log.erasure",
    Kind.RESTORE: "log.restored",
}
# What ``log.record`` writes: whoever reads may rely on it. A writer in strange hands can seal anything.
TEXTS = ("event", "actor", "role", "object", "case", "purpose", "outcome", "operation")
LARGEST_INTEGER = 2**63


class Source(Keys, TagKeys, Protocol):
    """Where entries lie: an export directory, or the database. ``epoch``, ``rewrap`` and ``tag_key`` find wrapped keys."""

    def rows(self) -> Iterator[Row]:
        """The entries, in the order in which they shall be told; never all at once in memory."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry in clear text. Of an erased one, or one this key does not open, only the header and that it is so."""

    header: Header
    fields: dict[str, Any]
    position: int | None = None

    @property
    def event(self) -> str:
        return str(self.fields["event"])

    @property
    def at(self) -> datetime:
        return on_the_calendar(self.header.unix_ms)

    @property
    def is_readable(self) -> bool:
        return self.event not in (ERASED, UNREADABLE)


@dataclass(slots=True)
class Tally:
    """What was met on the way to the answers; so that nobody takes silence for absence."""

    seen: int = 0
    matched: int = 0
    erased: int = 0
    unreadable: int = 0
    mistagged: int = 0  # their case tag is a lie: somebody hides them from questions by case
    ended_early: str = ""  # why, when the source could not be read to its end


def on_the_calendar(unix_ms: int) -> datetime:
    """As far as one goes: whoever wrote a header may have written any number."""
    return datetime.fromtimestamp(min(unix_ms, LATEST_MS) / 1000, UTC)


def answers(source: Source, seed: bytes, question: Question, tally: Tally | None = None) -> Iterator[Opened]:
    """The entries that answer ``question``, in the order of ``source``, one at a time.

    Entries that are erased or that this key does not open are told of when nothing is asked but time and kind, and
    always counted in ``tally``: they might have been answers.
    """
    tally = tally or Tally()
    keyring, tags = Keyring(source, seed), Tags(source, seed)
    sieve = Sieve(tags, question)
    for row in source.rows():
        tally.seen += 1
        if not sieve.lets_through(row.header):
            continue
        fields = _fields_of(row, keyring, tags, tally)
        if question.fits(fields) and (opened := _told(row, fields)):
            tally.matched += 1
            yield opened


def _told(row: Row, fields: dict[str, Any]) -> Opened | None:
    try:
        return Opened(Header.unpack(row.header), fields, row.position)
    except Malformed:
        return None


def _fields_of(row: Row, keyring: Keyring, tags: Tags, tally: Tally) -> dict[str, Any]:
    if row.payload is None:
        tally.erased += 1
        return {"event": ERASED}
    try:
        fields = opened_fields(Sealed(row.header, row.payload), keyring)
    except (CannotOpen, Malformed) as error:
        tally.unreadable += 1
        return {"event": UNREADABLE, "reason": str(error)}
    tally.mistagged += "record" not in fields and not tags.agree(row.header, fields)
    return fields


def opened_fields(sealed: Sealed, keyring: Keyring) -> dict[str, Any]:
    """What an entry says. Raises CannotOpen or Malformed."""
    header, payload = sealed
    if len(header) != HEADER_BYTES:
        raise Malformed(f"a header has {HEADER_BYTES} bytes, not {len(header)}")
    if header[KIND_AT] in SEALED:
        return _sealed_fields(keyring.key_of(header[EPOCH_AT]).open(sealed))
    kind = matching_header(sealed).kind
    if kind is Kind.EPOCH_OPEN:
        signed = keyring.record_of(header[EPOCH_AT])
        if payload != signed.digest:
            raise CannotOpen(f"the record of epoch {header[EPOCH_AT].hex()} is not the one the log speaks of")
        return {"event": OPEN_EVENTS[kind], "record": _as_object(signed.record)}
    return {"event": OPEN_EVENTS[kind], "record": _as_object(payload[:-SIGNATURE_BYTES])}


def _sealed_fields(text: bytes) -> dict[str, Any]:
    fields = _as_object(text)
    if "event" not in fields or not all(isinstance(fields.get(name, ""), str) for name in TEXTS):
        raise Malformed("this entry names no event, or says in no words what is to be said in words")
    if not isinstance(fields.get("details", {}), dict) or not _is_number(fields.get("institution", 0)):
        raise Malformed("this entry has details or an institution that are none")
    return fields


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < LARGEST_INTEGER


def _no_such_number(text: str) -> Any:
    raise Malformed(f"the log knows no number like {text[:20]}")


_DECODER = json.JSONDecoder(parse_float=_no_such_number, parse_constant=_no_such_number)


def _as_object(text: bytes) -> dict[str, Any]:
    try:
        fields = _DECODER.decode(text.decode())
        if b"\\u" in text:  # halves of a pair can be escaped, and no page can show them
            json.dumps(fields, ensure_ascii=False).encode()
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed("this entry is no JSON") from error
    if not isinstance(fields, dict):
        raise Malformed("this entry is no JSON object")
    return fields


def open_entries(epochs: Iterable[SignedRecord], entries: Iterable[Sealed], seed: bytes) -> Iterator[Opened]:
    """Open ``entries`` in the order they come; each needs the record of its epoch among ``epochs``.

    Raises CannotOpen where a seal, a record or its digest does not fit.
    """
    keyring = Keyring(InHand(epochs), seed)
    for sealed in entries:
        fields = opened_fields(sealed, keyring)
        yield Opened(Header.unpack(sealed.header), fields)


if __name__ == "__main__":
    from audit.reader import main

    sys.exit(main())
