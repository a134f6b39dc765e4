"""One line per figure: ``name  value  goal  ok|short``; the exit status says whether one fell short."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Figure:
    """``at_most`` is the goal; a figure without one is only printed."""

    name: str
    value: float | None
    at_most: float | None = None

    @property
    def is_short(self) -> bool:
        if self.value is None:
            return True
        return self.at_most is not None and self.value > self.at_most

    def __str__(self) -> str:
        goal = "-" if self.at_most is None else f"<= {_shown(self.at_most)}"
        verdict = "" if self.at_most is None and self.value is not None else ("short" if self.is_short else "ok")
        return f"{self.name:<44} {_shown(self.value):>10}  {goal:>8}  {verdict}".rstrip()


def printed(figures: Iterable[Figure]) -> int:
    """Prints them all; 1 if one fell short, else 0."""
    shown = list(figures)
    for figure in shown:
        print(figure, flush=True)
    return int(any(figure.is_short for figure in shown))


def p95(values: Sequence[float]) -> float | None:
    """The smallest value that 95 of 100 do not exceed; None of nothing."""
    return sorted(values)[ceil(0.95 * len(values)) - 1] if values else None


def ratio(value: float | None, of: float | None) -> float | None:
    return None if value is None or not of else value / of


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _shown(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.2f}"
