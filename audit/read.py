"""Opening what was sealed, for whoever holds an officer's seed.

Pure Python: takes rows, from a database or an export, and gives entries. It checks each seal; that no entry is missing
is for the tree and the witness to show.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from audit.epoch import SignedRecord, open_record
from audit.format import Header, Kind
from audit.sealing import CannotOpen, EpochKey, Sealed, matching_header

EPOCH_OPENED = "log.epoch_opened"


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry in clear text."""

    header: Header
    fields: dict[str, Any]

    @property
    def event(self) -> str:
        return str(self.fields["event"])


def open_entries(epochs: Iterable[SignedRecord], entries: Iterable[Sealed], seed: bytes) -> Iterator[Opened]:
    """Open ``entries`` in the order they come; each needs the record of its epoch among ``epochs``.

    Raises CannotOpen where a seal, a record or its digest does not fit.
    """
    keys = {key.id: (key, signed) for signed in epochs for key in [open_record(signed, seed)]}
    for sealed in entries:
        header = matching_header(sealed)
        yield Opened(header, _fields(header, sealed, *_of_epoch(keys, header.epoch)))


def _of_epoch(keys: dict[UUID, tuple[EpochKey, SignedRecord]], epoch: UUID) -> tuple[EpochKey, SignedRecord]:
    if epoch not in keys:
        raise CannotOpen(f"there is no record of epoch {epoch}")
    return keys[epoch]


def _fields(header: Header, sealed: Sealed, key: EpochKey, signed: SignedRecord) -> dict[str, Any]:
    if header.kind is not Kind.EPOCH_OPEN:
        fields: dict[str, Any] = json.loads(key.open(sealed))
        return fields
    if sealed.payload != signed.digest:
        raise CannotOpen(f"the record of epoch {header.epoch} is not the one the log speaks of")
    return {"event": EPOCH_OPENED, "record": json.loads(signed.record)}
