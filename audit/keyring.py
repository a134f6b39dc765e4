"""The keys an officer's seed opens: of epochs, each opened when its first entry is read, and few kept at a time.

Pure Python. What cannot be opened is remembered too, so that a thousand entries cost one attempt.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple, Protocol
from uuid import UUID

from audit import epoch, rewrap, xwing
from audit.epoch import SignedRecord
from audit.format import Malformed
from audit.sealing import CannotOpen, EpochKey

KEPT = 256  # processes that write side by side, and then some; a key is opened in a tenth of a millisecond


class Keys(Protocol):
    """Where wrapped keys lie: in an export, or in the database."""

    def epoch(self, epoch_id: UUID) -> SignedRecord | None:
        """The record of an epoch; None when there is none or it was erased."""

    def rewrap(self, epoch_id: UUID, key_id: bytes) -> bytes | None:
        """The key of this epoch, wrapped anew for the officer with this key."""


class InHand:
    """Records that are all in memory: of a test, or of a page."""

    def __init__(self, epochs: Iterable[SignedRecord]) -> None:
        self._epochs = {UUID(hex=epoch.read_record(signed.record)["epoch"]): signed for signed in epochs}

    def epoch(self, epoch_id: UUID) -> SignedRecord | None:
        return self._epochs.get(epoch_id)

    def rewrap(self, epoch_id: UUID, key_id: bytes) -> bytes | None:
        return None


class _Epoch(NamedTuple):
    """What is known of an epoch: its record, and its key or why there is none."""

    signed: SignedRecord | None
    key: EpochKey | None
    why_not: str


class Keyring:
    """Opens epochs for one officer. Forget it when the reading is over: it holds her keys."""

    def __init__(self, source: Keys, seed: bytes) -> None:
        self._source = source
        self._pair = xwing.pair(seed)
        self._kept: OrderedDict[bytes, _Epoch] = OrderedDict()

    def key_of(self, epoch_id: bytes) -> EpochKey:
        """Raises CannotOpen when the epoch is unknown, damaged, or was sealed for others."""
        found = self._of(epoch_id)
        if found.key is None:
            raise CannotOpen(found.why_not)
        return found.key

    def record_of(self, epoch_id: bytes) -> SignedRecord:
        """The record, which needs no key. Raises CannotOpen when there is none."""
        found = self._of(epoch_id)
        if found.signed is None:
            raise CannotOpen(found.why_not)
        return found.signed

    def _of(self, epoch_id: bytes) -> _Epoch:
        found = self._kept.get(epoch_id)
        if found is None:
            found = self._kept[epoch_id] = self._look_up(UUID(bytes=epoch_id))
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(epoch_id)
        return found

    def _look_up(self, epoch_id: UUID) -> _Epoch:
        signed = self._source.epoch(epoch_id)
        if signed is None:
            return _Epoch(None, None, f"there is no record of epoch {epoch_id}")
        try:
            return _Epoch(signed, self._open(epoch_id, signed), "")
        except (CannotOpen, Malformed) as error:
            return _Epoch(signed, None, str(error))

    def _open(self, epoch_id: UUID, signed: SignedRecord) -> EpochKey:
        key = self._opened(epoch_id, signed)
        if key.id != epoch_id:
            raise CannotOpen(f"the record of epoch {epoch_id} is that of another")
        return key

    def _opened(self, epoch_id: UUID, signed: SignedRecord) -> EpochKey:
        """By the wrap in the record; only if that was not for this officer, by one made later."""
        try:
            return epoch.open_record(signed, self._pair)
        except CannotOpen:
            again = self._source.rewrap(epoch_id, self._pair.key_id)
            if again is None:
                raise
            return rewrap.open_again(signed, again, self._pair)
