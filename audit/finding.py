"""One finding: entries that stand out together, why, and an id that the same entries always give.

Pure Python. A finding is no verdict; the word for it is chosen so that nobody is accused.
"""

from bisect import insort
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from audit.read import Opened
from audit.words import N_

SHOWN = 50  # entries that a finding names; all of them are counted and hashed
MODULUS = 2**256


class Pattern(StrEnum):
    """Why entries stand out."""

    NO_REASON = "no_reason"
    LONG_SILENCE = "long_silence"
    VOLUME = "volume"
    FIRST_VOLUME = "first_volume"
    HOUR = "hour"
    DENIALS = "denials"
    EMERGENCY = "emergency"
    RIGHTS = "rights"
    EXPORT = "export"


# fmt: off
SENTENCES = {
    Pattern.NO_REASON:    N_("Read a case (%(count)s times on one day) on which the institution did nothing in the %(days)s days before and after."),
    Pattern.LONG_SILENCE: N_("Read a case (%(count)s times on one day) on which the institution had last done something %(days)s days before."),
    Pattern.VOLUME:       N_("Looked at cases %(count)s times on one day; on this person's other days it is about %(usual)s times."),
    Pattern.FIRST_VOLUME: N_("Looked at cases %(count)s times on one day; there are too few earlier days to compare with."),
    Pattern.HOUR:         N_("Was active at an hour of the night at which this person otherwise does not work (entries: %(count)s)."),
    Pattern.DENIALS:      N_("Was refused %(count)s times on one day, many times in a row."),
    Pattern.EMERGENCY:    N_("Used emergency access."),
    Pattern.RIGHTS:       N_("Changed accounts or rights (entries on this day: %(count)s)."),
    Pattern.EXPORT:       N_("Took data out of the system (entries on this day: %(count)s)."),
}
# fmt: on

# Who looks back less far knows less of the past: the pattern may be the other one, the finding is the same.
FAMILY = {Pattern.LONG_SILENCE: Pattern.NO_REASON, Pattern.FIRST_VOLUME: Pattern.VOLUME}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an entry stands: its time, its epoch and counter, and its position once it has one."""

    unix_ms: int
    epoch: UUID
    counter: int
    position: int | None = field(default=None, compare=False)

    @classmethod
    def of(cls, entry: Opened) -> "Place":
        header = entry.header
        return cls(header.unix_ms, header.epoch, header.counter, entry.position)

    def __str__(self) -> str:
        return f"{self.unix_ms}-{self.epoch.hex}-{self.counter}"


class Who(NamedTuple):
    """Whom and what the entries of a finding share; empty where they share nothing."""

    actor: str = ""
    institution: int | None = None
    case: str = ""


class Group:
    """Entries that belong together: how many, the earliest of them, and a sum that is blind to their order."""

    __slots__ = ("count", "earliest", "latest_ms", "total")

    def __init__(self) -> None:
        self.count, self.total, self.latest_ms = 0, 0, 0
        self.earliest: list[Place] = []

    def add(self, place: Place) -> None:
        digest = sha256(place.epoch.bytes + place.counter.to_bytes(8, "big")).digest()
        self.count += 1
        self.total = (self.total + int.from_bytes(digest, "big")) % MODULUS
        self.latest_ms = max(self.latest_ms, place.unix_ms)
        if len(self.earliest) < SHOWN or place < self.earliest[-1]:
            insort(self.earliest, place)
            del self.earliest[SHOWN:]

    def merge(self, other: "Group") -> None:
        self.count += other.count
        self.total = (self.total + other.total) % MODULUS
        self.latest_ms = max(self.latest_ms, other.latest_ms)
        self.earliest = sorted([*self.earliest, *other.earliest])[:SHOWN]

    def name(self, pattern: Pattern) -> str:
        family = FAMILY.get(pattern, pattern)
        text = b"fk-audit-finding-v1\n%b\n%d\n" % (family.encode(), self.count)
        return sha256(text + self.total.to_bytes(32, "big")).hexdigest()[:32]


@dataclass(frozen=True)
class Finding:
    """``entries`` are the earliest, at most SHOWN; ``numbers`` fill the places of ``sentence``."""

    id: str
    pattern: Pattern
    who: Who
    entries: tuple[Place, ...]
    ended_ms: int
    numbers: dict[str, int]

    @classmethod
    def of(cls, pattern: Pattern, who: Who, group: Group, **numbers: int) -> "Finding":
        entries = tuple(group.earliest)
        return cls(group.name(pattern), pattern, who, entries, group.latest_ms, {"count": group.count, **numbers})

    @property
    def family(self) -> Pattern:
        """The same whoever reads how much; with its first entry it tells a finding from all others while it grows."""
        return FAMILY.get(self.pattern, self.pattern)

    @property
    def began_ms(self) -> int:
        return self.entries[0].unix_ms

    @property
    def count(self) -> int:
        return self.numbers["count"]

    @property
    def sentence(self) -> str:
        """Not yet translated."""
        return SENTENCES[self.pattern]
