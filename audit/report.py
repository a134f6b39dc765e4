"""What a check has found: faults, each at a position where it has one, and notices that somebody should know of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from audit.words import _

MOST_FAULTS = 100


class Place(IntEnum):
    """What a position says: this entry; the first of a range; the first entry below a node of the tree."""

    EXACT = 0
    RANGE = 1
    NODE = 2


class TooManyFaults(Exception):
    """Nothing is learnt by looking further."""


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
    """``times`` counts notices by their sentence; the first of each kind is kept."""

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
    times: dict[str, int] = field(default_factory=dict)
    is_cut: bool = False

    def fault(self, position: int | None, sentence: str, place: Place = Place.EXACT, **given: Any) -> None:
        self.faults.append(Remark(position, sentence, given, place))
        if len(self.faults) >= MOST_FAULTS:
            self.is_cut = True
            raise TooManyFaults

    def notice(self, position: int | None, sentence: str, **given: Any) -> None:
        self.notices.setdefault(sentence, Remark(position, sentence, given))
        self.times[sentence] = self.times.get(sentence, 0) + 1

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def first(self) -> Remark | None:
        """The one that says most: an exact position before a range, the smallest first; one without any comes last."""
        placed = [fault for fault in self.faults if fault.position is not None]
        return min(placed, key=lambda fault: (fault.place, fault.position), default=next(iter(self.faults), None))
