"""Sealing and opening an entry, epochs and their wraps included, against one libsodium sealed box per entry."""

import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.public import PrivateKey, SealedBox

from audit import xwing
from audit.current import ENTRIES_PER_EPOCH
from audit.epoch import Circumstances, Recipient, Role, SignedRecord, make_record, open_record
from audit.format import BLOCK, Kind
from audit.officer import new_keypair
from audit.sealing import EpochKey, Sealed

TEXT = b'{"text":"' + b"x" * 415 + b'"}'  # 426 bytes, as an entry has in the mean
BOXES = 40  # for about as long as an epoch takes: a longer stretch is interrupted more often
ROUNDS = 50
WHERE = Circumstances("bench", "bench", "bench", 0, None)


class Epoch:
    """A whole epoch, for two officers and the recovery key."""

    def __init__(self) -> None:
        self.officers = [new_keypair() for _each in range(3)]
        roles = (Role.OFFICER, Role.OFFICER, Role.RECOVERY)
        self.recipients = [Recipient(role, pair.public) for role, pair in zip(roles, self.officers, strict=True)]
        self.mine = xwing.pair(self.officers[0].seed)  # as a keyring keeps it
        self.instance = Ed25519PrivateKey.generate()
        self.record, self.sealed = self.seal()

    def seal(self) -> tuple[SignedRecord, list[Sealed]]:
        key = EpochKey()
        record = make_record(key, self.recipients, WHERE, signed_by=self.instance)
        return record, [
            key.seal(TEXT, kind=Kind.EVENT, counter=counter, unix_ms=0) for counter in range(ENTRIES_PER_EPOCH)
        ]

    def open(self) -> list[bytes]:
        key = open_record(self.record, self.mine)
        return [key.open(sealed) for sealed in self.sealed]

    @property
    def bytes_per_entry(self) -> float:
        """Cryptography alone: what a payload is longer than its padded text, and the share of the record."""
        tags = len(self.sealed[0].payload) - (len(TEXT) + -len(TEXT) % BLOCK)
        return tags + len(self.record.record + self.record.signature) / ENTRIES_PER_EPOCH


class Boxes:
    """The same texts for one recipient, each in a box of its own."""

    def __init__(self) -> None:
        self.key = PrivateKey.generate()
        self.boxes = self.seal()

    def seal(self) -> list[bytes]:
        box = SealedBox(self.key.public_key)
        return [box.encrypt(TEXT) for _each in range(BOXES)]

    def open(self) -> list[bytes]:
        box = SealedBox(self.key)
        return [box.decrypt(sealed) for sealed in self.boxes]


def ratios() -> dict[str, float]:
    epoch, boxes = Epoch(), Boxes()
    timed = {
        "seal": (epoch.seal, ENTRIES_PER_EPOCH),
        "box": (boxes.seal, BOXES),
        "open": (epoch.open, ENTRIES_PER_EPOCH),
        "unbox": (boxes.open, BOXES),
    }
    each: dict[str, list[float]] = {name: [] for name in timed}
    for _round in range(ROUNDS):
        for name, (call, among) in timed.items():
            each[name].append(_seconds(call) / among)
    # Nothing here waits for anything: what makes a round slower is another program.
    of = {name: min(seconds) for name, seconds in each.items()}
    return {
        "sealed box ÷ seal": of["box"] / of["seal"],
        "sealed box ÷ open": of["unbox"] / of["open"],
        "bytes of cryptography per entry": epoch.bytes_per_entry,
    }


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
