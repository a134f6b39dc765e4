"""What the checker needs of a log, wherever it lies: in an export directory or in the database."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple, Protocol
from uuid import UUID


class Missing(Enum):
    """Why there is no payload."""

    ERASED = "erased"
    LEFT_OUT = "left out"  # of this export, not of the log
    LOST = "lost"  # the database has a leaf and no entry


class Damaged(Exception):
    """A part cannot be read as what it should be. ``sentence`` takes ``given``."""

    def __init__(self, sentence: str, **given: Any) -> None:
        super().__init__(sentence)
        self.sentence, self.given = sentence, given


class Bundle(NamedTuple):
    """Up to 256 entries: 98 bytes each (length and header), their stored hashes of 32 bytes, their payloads."""

    entries: bytes
    hashes: bytes
    payloads: Iterator[bytes | Missing]


class Row(NamedTuple):
    """An entry as it is stored. ``position`` is None before the sequencer gave it one; ``payload`` when it was erased."""

    position: int | None
    header: bytes
    payload: bytes | None


class StoredEpoch(NamedTuple):
    """``record`` is None once it was erased."""

    record: bytes | None
    signature: bytes


class StoredTagKey(NamedTuple):
    period: str
    record: bytes | None
    signature: bytes


class StoredWrap(NamedTuple):
    epoch: UUID
    key: bytes
    wrapped: bytes


class StoredTimestamp(NamedTuple):
    origin: str
    size: int
    token: bytes


class Log(Protocol):
    """Every method may raise Damaged. Sizes and numbers are those of the newest checkpoint's tree."""

    def newest(self) -> bytes:
        """The newest checkpoint with all its signatures."""

    def notes(self) -> Iterator[bytes]:
        """All kept checkpoints, the oldest first."""

    def bundle(self, number: int, width: int) -> Bundle: ...

    def tile(self, level: int, number: int, width: int) -> bytes: ...

    def interventions(self, size: int) -> Iterator[Row]:
        """The entries of kinds 4 to 6: destroyed keys, erasures, restores."""

    def stored_epoch(self, epoch_id: UUID) -> StoredEpoch | None: ...

    def tag_keys(self) -> Iterator[StoredTagKey]: ...

    def wraps(self) -> Iterator[StoredWrap]: ...

    def timestamps(self) -> Iterator[StoredTimestamp]: ...
