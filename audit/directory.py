"""An export: a directory with everything a stranger needs to check a log, and an officer to read it.

Pure Python. Nothing in it is trusted: every file is bounded before it is read, links and devices are not followed, and
of lists only an index of 24 bytes a line is kept in memory.
"""

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from audit import tiles
from audit.epoch import SignedRecord
from audit.format import HEADER_BYTES, KIND_AT, LARGEST_PAYLOAD, Malformed
from audit.lines import Lines, open_plain, wrap_id
from audit.note import LARGEST_NOTE
from audit.plain import decimal
from audit.policy import LARGEST_POLICY
from audit.source import Bundle, Damaged, Missing, Row, StoredEpoch, StoredTagKey, StoredTimestamp, StoredWrap
from audit.tiles import WIDTH
from audit.tree import HASH_BYTES
from audit.words import N_

FORMAT = "fk-audit-export-v1"
LARGEST_MANIFEST = 64 * 1024
ENTRY_BYTES = 2 + HEADER_BYTES
ERASED, LEFT_OUT = 0xFFFFFFFF, 0xFFFFFFFE  # in place of a payload's length
INTERVENTIONS = b"\x04\x05\x06"
KIND_IN_ENTRY = 2 + KIND_AT
MISSING = {ERASED: Missing.ERASED, LEFT_OUT: Missing.LEFT_OUT}


class NoExport(Exception):
    """This directory is no export that could be checked."""


class Directory:
    """One export: what ``verify`` checks and what ``read`` reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        manifest = self._manifest()
        self.size = manifest["size"]
        self.first, self.after = manifest["from"], manifest["to"]
        self._epochs = Lines(path / "epochs.jsonl")
        self._wraps = Lines(path / "wraps.jsonl")

    def _manifest(self) -> dict[str, Any]:
        try:
            fields = json.loads(self._read("manifest", LARGEST_MANIFEST))
            if fields["format"] != FORMAT:
                raise NoExport(N_("This is an export of another format."))
            numbers = [fields["from"], fields["to"], fields["size"]]
            if any(type(number) is not int for number in numbers) or not 0 <= numbers[0] <= numbers[1] <= numbers[2]:
                raise NoExport(N_("The manifest of this export does not say what is in it."))
        except (Damaged, ValueError, KeyError, TypeError, RecursionError) as error:
            raise NoExport(N_("There is no export here.")) from error
        return dict(fields)

    def policy(self) -> bytes:
        """The policy that came with the export; who made the export chose it."""
        return self._read("policy", LARGEST_POLICY)

    # What verify asks for

    def newest(self) -> bytes:
        data = self._read("checkpoint", LARGEST_NOTE)
        size = data.partition(b"\n")[2].partition(b"\n")[0]
        if size != b"%d" % self.size:
            raise Damaged(N_("The manifest and the newest checkpoint of this export speak of two sizes."))
        return data

    def notes(self) -> Iterator[bytes]:
        with self._open("checkpoints") as file:
            while line := file.readline(32):
                yield self._note(file, line)

    def _note(self, file: BinaryIO, line: bytes) -> bytes:
        try:
            length = decimal(line.removesuffix(b"\n"))
        except Malformed as error:
            raise Damaged(N_("The list of checkpoints cannot be read any further.")) from error
        note = file.read(length) if length <= LARGEST_NOTE else b""
        if not length or len(note) != length:
            raise Damaged(N_("The list of checkpoints cannot be read any further."))
        return note

    def bundle(self, number: int, width: int) -> Bundle:
        entries = self._exactly(tiles.entries_path(number, width), width * ENTRY_BYTES)
        return Bundle(entries, self.tile(0, number, width), self._payloads(number, width))

    def tile(self, level: int, number: int, width: int) -> bytes:
        return self._exactly(tiles.tile_path(level, number, width), width * HASH_BYTES)

    def _payloads(self, number: int, width: int) -> Iterator[bytes | Missing]:
        name = tiles.payloads_path(number, width)
        with self._open(name) as file:
            for position in range(number * WIDTH, number * WIDTH + width):
                length = int.from_bytes(file.read(4), "big")
                payload = MISSING.get(length) or (file.read(length) if length <= LARGEST_PAYLOAD else b"")
                if isinstance(payload, bytes) and len(payload) != length:
                    raise Damaged(N_("{name} ends too early, or has a payload that is too large."), name=name)
                if payload is Missing.LEFT_OUT and self.first <= position < self.after:
                    raise Damaged(N_("{name} leaves out what the manifest says is there."), name=name)
                yield payload
            if file.read(1):
                raise Damaged(N_("{name} holds more than it should."), name=name)

    def interventions(self, size: int) -> Iterator[Row]:
        for number in range(-(-size // WIDTH)):
            width = tiles.width_at(size, 0, number)
            name = tiles.entries_path(number, width)
            entries = self._exactly(name, width * ENTRY_BYTES)
            kinds = entries[KIND_IN_ENTRY::ENTRY_BYTES]
            if any(kind in INTERVENTIONS for kind in set(kinds)):
                yield from (row for row in self._rows(number, width, entries) if row.header[4] in INTERVENTIONS)

    def stored_epoch(self, epoch_id: UUID) -> StoredEpoch | None:
        found = self._epochs.find(epoch_id.bytes)
        return StoredEpoch(_bytes_or_none(found, "record"), _bytes(found, "signature")) if found else None

    def tag_keys(self) -> Iterator[StoredTagKey]:
        for fields in Lines(self.path / "tags.jsonl").all():
            yield StoredTagKey(_text(fields, "period"), _bytes_or_none(fields, "record"), _bytes(fields, "signature"))

    def wraps(self) -> Iterator[StoredWrap]:
        for fields in self._wraps.all():
            yield StoredWrap(UUID(bytes=_hex(fields, "epoch", 16)), _hex(fields, "key", 32), _bytes(fields, "wrapped"))

    def timestamps(self) -> Iterator[StoredTimestamp]:
        for fields in Lines(self.path / "timestamps.jsonl").all():
            size = fields.get("size")
            if type(size) is not int:
                raise Damaged(N_("A line of {name} is not as it should be."), name="timestamps.jsonl")
            yield StoredTimestamp(_text(fields, "origin"), size, _bytes(fields, "token"))

    # What read asks for; positions that were left out are passed over

    def rows(self) -> Iterator[Row]:
        for number in range(-(-self.size // WIDTH)):
            width = tiles.width_at(self.size, 0, number)
            if (number + 1) * WIDTH > self.first and number * WIDTH < self.after:
                name = tiles.entries_path(number, width)
                yield from self._rows(number, width, self._exactly(name, width * ENTRY_BYTES))

    def _rows(self, number: int, width: int, entries: bytes) -> Iterator[Row]:
        for index, payload in enumerate(self._payloads(number, width)):
            if payload is not Missing.LEFT_OUT:
                header = entries[index * ENTRY_BYTES + 2 : (index + 1) * ENTRY_BYTES]
                yield Row(number * WIDTH + index, header, payload if isinstance(payload, bytes) else None)

    def epoch(self, epoch_id: UUID) -> SignedRecord | None:
        stored = self.stored_epoch(epoch_id)
        return SignedRecord(stored.record, stored.signature) if stored and stored.record is not None else None

    def epochs(self) -> Iterator[UUID]:
        return (UUID(bytes=_hex(fields, "epoch", 16)) for fields in self._epochs.all())

    def rewrap(self, epoch_id: UUID, key_id: bytes) -> bytes | None:
        found = self._wraps.find(wrap_id(epoch_id.bytes, key_id))
        return _bytes(found, "wrapped") if found else None

    def tag_key(self, period: str) -> SignedRecord | None:
        for each in self.tag_keys():
            if each.period == period and each.record is not None:
                return SignedRecord(each.record, each.signature)
        return None

    # Files

    def _exactly(self, name: str, length: int) -> bytes:
        data = self._read(name, length)
        if len(data) != length:
            raise Damaged(N_("{name} has {found} bytes and not {wanted}."), name=name, found=len(data), wanted=length)
        return data

    def _read(self, name: str, most: int) -> bytes:
        with self._open(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise Damaged(N_("{name} is larger than it may be."), name=name)
        return data

    def _open(self, name: str) -> BinaryIO:
        return open_plain(self.path / name, name)


def _bytes(fields: dict[str, Any], name: str) -> bytes:
    try:
        return b64decode(fields[name], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(N_("A line of a list lacks {name}, or it is no base64."), name=name) from error


def _bytes_or_none(fields: dict[str, Any], name: str) -> bytes | None:
    return None if fields.get(name) is None else _bytes(fields, name)


def _hex(fields: dict[str, Any], name: str, size: int) -> bytes:
    text = _text(fields, name)
    if not re.fullmatch(r"[0-9a-f]*", text) or len(text) != 2 * size:
        raise Damaged(N_("A line of a list lacks {name}, or it is no base64."), name=name)
    return bytes.fromhex(text)


def _text(fields: dict[str, Any], name: str) -> str:
    text = fields.get(name)
    if not isinstance(text, str) or not text.isprintable():
        raise Damaged(N_("A line of a list lacks {name}, or it is no base64."), name=name)
    return text
