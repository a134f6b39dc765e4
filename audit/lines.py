"""Files of an export, opened without following anything, and lists in it: a JSON object a line, found by its id.

Pure Python. Of a list, 24 bytes a line stay in memory: where each id begins.
"""

import json
import os
import re
import stat
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from audit.source import Damaged
from audit.words import N_

LONGEST_LINE = 256 * 1024
MOST_LINES = 2_000_000
ID_BYTES = 16
_EPOCH = re.compile(rb'\{"epoch":"([0-9a-f]{32})"(?:,"key":"([0-9a-f]{64})")?')


def wrap_id(epoch_id: bytes, key_id: bytes) -> bytes:
    return sha256(epoch_id + key_id).digest()[:ID_BYTES]


class Lines:
    """A list whose lines begin with the id of an epoch, and of a key where there is one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> Iterator[dict[str, Any]]:
        return (self._fields(line) for _at, line in self._lines())

    def find(self, wanted: bytes) -> dict[str, Any] | None:
        """The first line with this id."""
        index = self._index
        place = bisect_left(index, wanted)
        if place == len(index) or not index[place].startswith(wanted):
            return None
        with open_plain(self._path) as file:
            file.seek(int.from_bytes(index[place][ID_BYTES:], "big"))
            return self._fields(file.readline(LONGEST_LINE + 1))

    @cached_property
    def _index(self) -> list[bytes]:
        index = [self._id(line) + at.to_bytes(8, "big") for at, line in islice(self._lines(), MOST_LINES + 1)]
        if len(index) > MOST_LINES:
            raise Damaged(N_("{name} has more lines than this program takes."), name=self._path.name)
        return sorted(index)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        at = 0
        with open_plain(self._path) as file:
            while line := file.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    raise Damaged(N_("A line of {name} is longer than it may be."), name=self._path.name)
                yield at, line
                at += len(line)

    def _id(self, line: bytes) -> bytes:
        found = _EPOCH.match(line)
        if not found:
            raise Damaged(N_("A line of {name} is not as it should be."), name=self._path.name)
        epoch_id = bytes.fromhex(found[1].decode())
        return wrap_id(epoch_id, bytes.fromhex(found[2].decode())) if found[2] else epoch_id

    def _fields(self, line: bytes) -> dict[str, Any]:
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Damaged(N_("A line of {name} is not as it should be."), name=self._path.name) from error
        if not isinstance(fields, dict):
            raise Damaged(N_("A line of {name} is not as it should be."), name=self._path.name)
        return fields


def open_plain(path: Path, name: str = "") -> BinaryIO:
    """A regular file, neither a link nor a device nor a pipe. Raises Damaged."""
    name = name or path.name
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise Damaged(N_("{name} is missing or cannot be read."), name=name) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Damaged(N_("{name} is no file."), name=name)
    return open(handle, "rb")


def read_plain(path: Path, most: int) -> bytes:
    """A whole file of at most this many bytes. Raises Damaged."""
    with open_plain(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Damaged(N_("{name} is larger than it may be."), name=path.name)
    return data
