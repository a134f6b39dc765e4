"""The order of levels, and which level of a case follows from what a reader may see of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from fallkonferenz.cases.words import Level

RANK = {Level.NOT_RAISED: 0, Level.MEDIUM: 1, Level.HIGH: 2, Level.ACUTE: 3}


def is_below(level: str, other: str) -> bool:
    return RANK[Level(level)] < RANK[Level(other)]


def highest(*levels: str) -> Level:
    """Of those that are given; an empty one is none. ValueError if there is none at all."""
    return max((Level(level) for level in levels if level), key=RANK.__getitem__)


class Moved(NamedTuple):
    """Something that moved the level: an assessment can only raise it, a lowering sets it."""

    at: datetime
    level: str
    lowers: bool = False


def replayed(moves: Iterable[Moved]) -> str:
    """The level that follows from these moves and nothing else; "" before the first. Closing a case moves nothing."""
    level = ""
    for move in sorted(moves, key=lambda move: (move.at, move.lowers)):
        level = move.level if move.lowers or not level else highest(level, move.level)
    return level
