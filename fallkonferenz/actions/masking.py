"""Small numbers are not shown: behind a small number somebody may recognise one person.

A number from 1 to 4 becomes "under 5". Where the total would still give it away, the next larger numbers are hidden
too, and at last the total itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALL = 5
UNBOUNDED = 10**9


@dataclass(frozen=True)
class Figure:
    """``number`` is None where it is not shown; ``is_small`` says that it is from 1 to 4."""

    number: int | None
    is_small: bool = False


@dataclass(frozen=True)
class Table:
    rows: dict[str, Figure]
    total: Figure


def masked(counts: Mapping[str, int]) -> Table:
    """The table as it may be shown."""
    hidden = {name for name, count in counts.items() if 0 < count < SMALL}
    larger = sorted((name for name, count in counts.items() if count >= SMALL), key=lambda name: (counts[name], name))
    total_is_shown = True
    while hidden and total_is_shown and _gives_away(counts, hidden):
        if larger:
            hidden.add(larger.pop(0))
        else:
            total_is_shown = False
    rows = {name: _figure(count, name not in hidden) for name, count in counts.items()}
    total = sum(counts.values())
    return Table(rows, _figure(total, total_is_shown and not 0 < total < SMALL))


def _figure(count: int, is_shown: bool) -> Figure:
    return Figure(count if is_shown else None, is_small=0 < count < SMALL)


def _gives_away(counts: Mapping[str, int], hidden: set[str]) -> bool:
    """Whether the total, less what is shown, leaves a single possibility for one of the hidden numbers."""
    rest = sum(counts[name] for name in hidden)
    bounds = {name: (1, SMALL - 1) if counts[name] < SMALL else (SMALL, UNBOUNDED) for name in hidden}
    least, most = (sum(bound[end] for bound in bounds.values()) for end in (0, 1))
    return any(max(low, rest - (most - high)) == min(high, rest - (least - low)) for low, high in bounds.values())
