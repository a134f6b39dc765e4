"""A random sample of a month's reads that another officer draws again: the checkpoint decides, nobody else.

Pure Python. Whoever draws can neither wish for entries nor avoid them: the root of the tree was not known when they were
written, and it is fixed since. What does not open is never passed over for another: it stands in the sample as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from itertools import islice

from audit.finding import Place
from audit.format import NO_CASE_TAG, Kind
from audit.read import Opened

LARGEST = 200
READS = ("query", "disclose")


@dataclass(frozen=True, slots=True)
class Draw:
    """What a sample depends on: the checkpoint it was drawn under, the month (``2026-11``) and how many."""

    origin: str
    size: int
    root: bytes
    month: str
    number: int

    @property
    def seed(self) -> bytes:
        """The hash of what an officer can copy from the page: five lines after the name of the format."""
        lines = ("fk-audit-sample-v1", self.origin, self.size, self.root.hex(), self.month, self.number)
        return sha256("".join(f"{line}\n" for line in lines).encode()).digest()


def draw(entries: Iterable[Opened], what: Draw) -> list[Opened]:
    """The sample, in the order of time; entries outside the checkpoint's tree take no part.

    Each entry gets the hash of seed, epoch and counter as its lot; the smallest lots are drawn. So the order in which
    entries come does not matter, and memory is that of the sample. Who opens fewer of them draws no other reads than
    who opens all: what she cannot open has its lot as well.
    """
    seed = what.seed
    lots = ((_lot(entry, seed), entry) for entry in entries if _takes_part(entry, what.size))
    drawn = nsmallest(min(what.number, LARGEST), lots, key=lambda pair: pair[0])
    return sorted((entry for _number, entry in drawn), key=Place.of)


def first(entries: Iterable[Opened], what: Draw) -> list[Opened]:
    """The same of entries that come in the order of their lots; no more of them are looked at than needed."""
    taking_part = (entry for entry in entries if _takes_part(entry, what.size))
    return sorted(islice(taking_part, min(what.number, LARGEST)), key=Place.of)


def _takes_part(entry: Opened, size: int) -> bool:
    """Reads of a case that was shown: what was refused showed nothing. And what may have been one."""
    position, fields, header = entry.position, entry.fields, entry.header
    if header.kind is not Kind.EVENT or position is None or position >= size:
        return False
    if not entry.is_readable:
        return header.case_tag != NO_CASE_TAG
    return bool(fields.get("case")) and fields.get("operation") in READS and fields.get("outcome") != "denied"


def _lot(entry: Opened, seed: bytes) -> int:
    header = entry.header
    return int.from_bytes(sha256(seed + header.epoch.bytes + header.counter.to_bytes(8, "big")).digest(), "big")
