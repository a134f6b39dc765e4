"""Questions that hang on another one: when they are open, what cannot be said of both, and what they can still add.

3a of the Danger Assessment (never lived together) goes with a no to 3 (left after living together), 5a (it was a gun)
with a yes to 5 (a weapon). Where the question has the other answer, its part is not asked, and a yes to it is impossible.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import compress, product
from typing import NamedTuple

from risk.indicators import NO, YES
from risk.shape import Item

Points = Callable[[str, int], int]
OTHER = {YES: NO, NO: YES}


class Part(NamedTuple):
    """``closes`` is the answer to its question that leaves no room for a yes to the part."""

    code: str
    question: str
    goes_with: str
    closes: str


def of(item: Item) -> Part:
    return Part(item.code, item.part_of, item.goes_with, OTHER[item.goes_with])


def closed(parts: Iterable[Part], answers: Mapping[str, object]) -> list[Part]:
    """The parts to which nobody can say yes."""
    return [part for part in parts if answers.get(part.question) == part.closes]


def sums(part: Part, answers: Mapping[str, object], points: Points) -> Iterator[int]:
    """What question and part can add up to together, as it stands and however the open ones are answered."""
    codes = (part.question, part.code)
    stands = [answers.get(code) for code in codes]
    yield _worth(codes, stands, points)
    for said in product(*((answer,) if answer in OTHER else (YES, NO) for answer in stands)):
        if said != (part.closes, YES):
            yield _worth(codes, said, points)


def _worth(codes: Iterable[str], said: Iterable[object], points: Points) -> int:
    return sum(points(code, 0) for code in compress(codes, [answer == YES for answer in said]))
