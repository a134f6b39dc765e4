"""What a check has found: faults, each at a position where it has one, and notices that somebody should know of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from audit.words import _

MOST_FAULTS = 100


class TooManyFaults(Exception):
    """Nothing is learnt by looking further."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with what belongs into it; ``position`` is where in the log, when it is anywhere."""

    position: int | None
    sentence: str
    given: dict[str, Any] = field(default_factory=dict)

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

    def fault(self, position: int | None, sentence: str, **given: Any) -> None:
        self.faults.append(Remark(position, sentence, given))
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
        """The fault with the smallest position; one without any only when there is no other."""
        placed = [fault for fault in self.faults if fault.position is not None]
        return min(placed, key=lambda fault: fault.position or 0, default=next(iter(self.faults), None))


Finding = Remark
