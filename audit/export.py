"""Writes a log into a directory that can be checked and read anywhere: ``directory.py`` reads it.

Pure Python, whatever the log comes from; in constant memory. The directory gets its name when it is complete.
"""

import json
import os
import shutil
import time
from base64 import b64encode
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from audit import note, tiles
from audit.directory import ENTRY_BYTES, ERASED, FORMAT, LEFT_OUT
from audit.format import EPOCH_AT, KIND_AT, SEALED, canonical
from audit.policy import Policy, Seen
from audit.source import Bundle, Log, Missing
from audit.tiles import WIDTH, width_at

MARK = {Missing.ERASED: ERASED, Missing.LOST: ERASED, Missing.LEFT_OUT: LEFT_OUT}
KIND_IN_ENTRY, EPOCH_IN_ENTRY = 2 + KIND_AT, slice(2 + EPOCH_AT.start, 2 + EPOCH_AT.stop)  # after its length

Progress = Callable[[int, int], None]


def write(
    log: Log,
    path: Path,
    *,
    policy: bytes,
    trusted: Policy,
    first: int = 0,
    after: int | None = None,
    on_progress: Progress | None = None,
) -> Seen:
    """Export ``log`` to ``path``, which must not exist, with the sealed payloads of positions ``first`` up to ``after``.

    Everything else is always whole. Raises FileExistsError, NotTrusted when the newest checkpoint is not of a log that
    ``policy`` (``trusted``, once it is parsed) knows, and Damaged.
    """
    if path.exists():
        raise FileExistsError(path)
    newest = trusted.check(note.parse(log.newest()))
    size = newest.checkpoint.size
    after = size if after is None else min(after, size)
    part = path.with_name(f".{path.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    try:
        writer = _Writer(log, part, size, min(first, after), after)
        writer.run(on_progress or (lambda done, total: None))
        _write(part / "policy", policy)
        _write(part / "checkpoint", log.newest())
        _write(part / "manifest", writer.manifest(newest.checkpoint.origin))
        part.rename(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return newest


class _Writer:
    def __init__(self, log: Log, path: Path, size: int, first: int, after: int) -> None:
        self._log, self._path, self._size = log, path, size
        self._first, self._after = first, after
        self._epochs: set[bytes] = set()

    def run(self, on_progress: Progress) -> None:
        with _new(self._path / "epochs.jsonl") as epochs:
            for number in range(-(-self._size // WIDTH)):
                self._bundle(number, width_at(self._size, 0, number), epochs)
                on_progress(min((number + 1) * WIDTH, self._size), self._size)
        for level, number, width in tiles.all_tiles(self._size):
            _write(self._path / tiles.tile_path(level, number, width), self._log.tile(level, number, width))
        with _new(self._path / "checkpoints") as file:
            for data in self._log.notes():
                file.write(b"%d\n" % len(data) + data)
        self._lists()

    def _bundle(self, number: int, width: int, epochs: BinaryIO) -> None:
        bundle = self._log.bundle(number, width)
        _write(self._path / tiles.tile_path(0, number, width), bundle.hashes)
        _write(self._path / tiles.entries_path(number, width), bundle.entries)
        with _new(self._path / tiles.payloads_path(number, width)) as file:
            self._payloads(bundle, number * WIDTH, file)
        for at in range(0, len(bundle.entries), ENTRY_BYTES):
            self._epoch(bundle.entries[at : at + ENTRY_BYTES][EPOCH_IN_ENTRY], epochs)

    def _payloads(self, bundle: Bundle, first: int, file: BinaryIO) -> None:
        kinds = bundle.entries[KIND_IN_ENTRY::ENTRY_BYTES]
        for position, (kind, payload) in enumerate(zip(kinds, bundle.payloads, strict=True), start=first):
            if isinstance(payload, bytes) and kind in SEALED and not self._first <= position < self._after:
                payload = Missing.LEFT_OUT
            if isinstance(payload, bytes):
                file.write(len(payload).to_bytes(4, "big") + payload)
            else:
                file.write(MARK[payload].to_bytes(4, "big"))

    def _epoch(self, epoch_id: bytes, file: BinaryIO) -> None:
        if epoch_id in self._epochs:
            return
        self._epochs.add(epoch_id)
        stored = self._log.stored_epoch(UUID(bytes=epoch_id))
        if stored:
            file.write(_line(epoch=epoch_id.hex(), record=_text(stored.record), signature=_text(stored.signature)))

    def _lists(self) -> None:
        self._list(
            "wraps.jsonl",
            (
                _line(epoch=each.epoch.hex, key=each.key.hex(), wrapped=_text(each.wrapped))
                for each in self._log.wraps()
                if each.epoch.bytes in self._epochs
            ),
        )
        self._list(
            "tags.jsonl",
            (
                _line(period=each.period, record=_text(each.record), signature=_text(each.signature))
                for each in self._log.tag_keys()
            ),
        )
        self._list(
            "timestamps.jsonl",
            (
                _line(origin=each.origin, size=each.size, token=_text(each.token))
                for each in self._log.timestamps()
                if each.size <= self._size
            ),
        )

    def _list(self, name: str, lines: Iterable[bytes]) -> None:
        with _new(self._path / name) as file:
            file.writelines(lines)

    def manifest(self, origin: str) -> bytes:
        made_ms = time.time_ns() // 1_000_000
        span = {"from": self._first, "to": self._after}
        return canonical({"format": FORMAT, "origin": origin, "size": self._size, "made_ms": made_ms, **span}) + b"\n"


def _line(**fields: Any) -> bytes:
    """The order of the fields is part of the format: a list is searched by how its lines begin."""
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def _text(data: bytes | None) -> str | None:
    return None if data is None else b64encode(data).decode()


def _write(path: Path, data: bytes) -> None:
    with _new(path) as file:
        file.write(data)


def _new(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")
