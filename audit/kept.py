"""The kept checkpoints of a log, of which most are read and few are checked: two signatures cost as much as a thousand entries.

A root that is the tree's own takes nothing from anybody, whoever signed it, and the newest checkpoint vouches for all that
is below it. Pure Python.
"""

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from audit import checkpoint
from audit.checkpoint import Checkpoint
from audit.note import Algorithm, Note
from audit.policy import Policy, Seen

EVERY = 1024  # entries
EVERY_S = 60 * 60
REMEMBERED = 64  # of each sort, for when it has to be known who signed

_TIME = struct.Struct(">Q")


@dataclass(slots=True)
class Kept:
    """``seen`` is there when the signatures were checked; until then ``note`` has them."""

    said: Checkpoint
    note: Note | None = None
    seen: Seen | None = None


def of(seen: Seen) -> Kept:
    return Kept(seen.checkpoint, seen=seen)


class Choice:
    """Which of them are checked: the first of each name of the log; then one for each 1024 entries, and one an hour."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._last: Checkpoint | None = None
        self._last_s = 0

    def read(self, note: Note) -> tuple[Kept, bool]:
        """With whether it is to be checked. Raises Malformed."""
        said, unix_s = checkpoint.parse(note.text), 0
        for signature in note.signatures:
            for key in self._policy.logs.get(said.origin, ()):
                is_timed = key.algorithm is Algorithm.ML_DSA_44_COSIGNATURE and len(signature.data) >= _TIME.size
                if is_timed and (signature.name, signature.key_id) == (key.name, key.id):
                    unix_s = _TIME.unpack(signature.data[: _TIME.size])[0]
        last = self._last
        is_due = (
            last is None
            or last.origin != said.origin
            or said.size - last.size >= EVERY
            or abs(unix_s - self._last_s) >= EVERY_S
        )
        if is_due:
            self._last, self._last_s = said, unix_s
        return Kept(said, note), is_due


class Unchecked:
    """The last that were passed by, with and without a line of a witness."""

    def __init__(self, policy: Policy) -> None:
        self._witnesses = {(key.name, key.id) for key in policy.witnesses.values()}
        self._cosigned: deque[Kept] = deque(maxlen=REMEMBERED)
        self._plain: deque[Kept] = deque(maxlen=REMEMBERED)

    def keep(self, kept: Kept) -> None:
        signatures = kept.note.signatures if kept.note else ()
        is_cosigned = any((each.name, each.key_id) in self._witnesses for each in signatures)
        (self._cosigned if is_cosigned else self._plain).append(kept)

    def newest_first(self) -> Iterator[Kept]:
        return iter(sorted(chain(self._cosigned, self._plain), key=lambda kept: kept.said.size, reverse=True))

    def cosigned(self) -> Iterator[Kept]:
        return reversed(self._cosigned)
