"""What a check has found: faults, each at a position where it has one, and notices that somebody should know of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from audit.words import _

MOST_FAULTS = 100  # of one kind: whoever can write false entries must not hide with them what comes after
MOST_PLACES = 20


class Place(IntEnum):
    """What a position says: this entry; the first of a range; the first entry below a node of the tree."""

    EXACT = 0
    RANGE = 1
    NODE = 2


class CannotGoOn(Exception):
    """What is missing hides all that comes after it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with what belongs into it; ``position`` is where in the log, when it is anywhere."""

    position: int | None
    sentence: str
    given: dict[str, Any] = field(default_factory=dict)
    place: Place = Place.EXACT

    def text(self, translate: Callable[[str], str] = _) -> str:
        return translate(self.sentence).format_map(self.given)


@dataclass(slots=True)
class Report:
    """``times`` counts faults and notices by their sentence. Of faults the first hundred of each kind are kept, of notices
    the first, and the ``places`` of the first twenty."""

    origin: str = ""
    size: int = 0
    epochs: int = 0
    erased: int = 0
    left_out: int = 0
    checkpoints: int = 0
    unix_s: int = 0
    witnessed_size: int = 0
    witnessed_s: int = 0
    witnesses: tuple[str, ...] = ()
    faults: list[Remark] = field(default_factory=list)
    notices: dict[str, Remark] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    is_cut: bool = False

    def fault(self, position: int | None, sentence: str, place: Place = Place.EXACT, **given: Any) -> None:
        if self._count(sentence) <= MOST_FAULTS:
            self.faults.append(Remark(position, sentence, given, place))

    def notice(self, position: int | None, sentence: str, **given: Any) -> None:
        count = self._count(sentence)
        self.notices.setdefault(sentence, Remark(position, sentence, given))
        if position is not None and count <= MOST_PLACES:
            self.places.setdefault(sentence, []).append(position)

    def _count(self, sentence: str) -> int:
        self.times[sentence] = count = self.times.get(sentence, 0) + 1
        return count

    @property
    def fault_count(self) -> int:
        return sum(self.times[sentence] for sentence in {fault.sentence for fault in self.faults})

    def some_faults(self) -> list[Remark]:
        """A few of each kind, so that many of one do not hide the others."""
        shown: dict[str, list[Remark]] = {}
        for fault in self.faults:
            shown.setdefault(fault.sentence, []).append(fault)
        return [fault for kind in shown.values() for fault in kind[:MOST_PLACES]]

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def first(self) -> Remark | None:
        """The one that says most: an exact position before a range, the smallest first; one without any comes last."""
        placed = [fault for fault in self.faults if fault.position is not None]
        return min(placed, key=lambda fault: (fault.place, fault.position), default=next(iter(self.faults), None))
