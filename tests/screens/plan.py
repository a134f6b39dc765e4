"""Which screen is looked at as whom, and how wide, how dark and in which language.

``make check`` looks at every screen once per role it exists for; over the screens of a role each pair of width, theme
and language comes up. ``make axe-full`` looks at every screen in all of them.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, product
from typing import NamedTuple

from tests.leaks.matrix import PEOPLE, TABLE, Route

FULL = "FALLKONFERENZ_SCREENS" in os.environ
WIDTHS = (320, 640, 1280)  # a phone; 1280 at 200 % zoom; a desk
THEMES = ("light", "dark")
LANGUAGES = ("de", "en")


class Look(NamedTuple):
    width: int
    theme: str
    language: str


EVERY_LOOK = tuple(Look(*each) for each in product(WIDTHS, THEMES, LANGUAGES))
PAIRWISE = (
    Look(320, "light", "de"),
    Look(320, "dark", "en"),
    Look(640, "light", "en"),
    Look(640, "dark", "de"),
    Look(1280, "light", "de"),
    Look(1280, "dark", "en"),
)
# One of each role and, among professionals, who wrote the shared case's flag, who was only admitted, and a stranger.
VISITORS = {
    "professional": "P",
    "professional who leads": "B",
    "professional without a case": "S",
    "case manager": "M",
    "coordinator": "C",
    "officer": "O",
    "administrator": "A",
}
ONCE_PER_ROLE = ("P", "B", "S")  # the first of them who may use a screen stands for the role
SHARES = 4  # how many tests the screens are dealt out to, so that two browsers work side by side


@dataclass(frozen=True)
class Visit:
    """One screen as one person."""

    route: Route
    who: str

    @property
    def username(self) -> str:
        return PEOPLE[self.who]

    def __str__(self) -> str:
        return f"{self.route.name} as {self.username}"


def visits(table: Iterable[Route] = TABLE) -> list[Visit]:
    """Every screen that is shown at all, once per role it exists for."""
    shown = [route for route in table if "GET" in route.methods]
    return [Visit(route, who) for route in shown for who in _one_of_each_role(route)]


def _one_of_each_role(route: Route) -> Iterator[str]:
    professionals = [who for who in ONCE_PER_ROLE if who in route.who]
    yield from professionals[:1]
    yield from (who for who in VISITORS.values() if who in route.who and who not in ONCE_PER_ROLE)


def looks() -> list[tuple[Visit, Look]]:
    """Each visit with the look it gets; all of them in the full form."""
    if FULL:
        return list(product(visits(), EVERY_LOOK))
    return [each for who in VISITORS.values() for each in _dealt(who)]


def _dealt(who: str) -> Iterator[tuple[Visit, Look]]:
    yield from zip((visit for visit in visits() if visit.who == who), cycle(PAIRWISE), strict=False)


def share(number: int) -> list[tuple[Visit, Look]]:
    return looks()[number::SHARES]
