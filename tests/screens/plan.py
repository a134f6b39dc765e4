"""Which screen is looked at as whom, and how wide, how dark and in which language.

``make check`` looks at every screen once per role it exists for; over the screens of a role each pair of width, theme
and language comes up. ``make axe-full`` looks at every screen in all of them.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, product
from typing import NamedTuple

from tests.leaks.matrix import PEOPLE, SHOWN, TABLE, Route

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
NOBODY = "-"
# What is shown to whoever comes.
WITHOUT_ACCOUNT = tuple(
    Route(name, "", SHOWN, NOBODY)
    for name in (
        "account_login",
        "locked",
        "help-list",
        "help-read",
        "public-imprint",
        "public-privacy",
        "public-accessibility",
    )
)
ONCE_PER_ROLE = ("P", "B", "S")  # the first of them who may use a screen stands for the role
SHARES = 4  # how many tests the screens are dealt out to, so that two browsers work side by side


@dataclass(frozen=True)
class Visit:
    """One screen as one person."""

    route: Route
    who: str

    @property
    def username(self) -> str:
        return PEOPLE.get(self.who, "")

    def __str__(self) -> str:
        return f"{self.route.name} as {self.username or 'nobody'}"


DOWNLOADS = ("audit-proof", "audit-report_pdf")  # files, not pages


def visits(table: Iterable[Route] = TABLE) -> list[Visit]:
    """Every screen that is shown at all, once per role it exists for."""
    shown = [route for route in table if "GET" in route.methods and route.name not in DOWNLOADS]
    signed_in = [Visit(route, who) for route in shown for who in _one_of_each_role(route)]
    return [*signed_in, *(Visit(route, NOBODY) for route in WITHOUT_ACCOUNT)]


def _one_of_each_role(route: Route) -> Iterator[str]:
    professionals = [who for who in ONCE_PER_ROLE if who in route.who]
    yield from professionals[:1]
    yield from (who for who in VISITORS.values() if who in route.who and who not in ONCE_PER_ROLE)


Looks = tuple[Look, ...]


def looks() -> list[tuple[Visit, Looks]]:
    """Each visit with the look it gets; in the full form once per language, with all others one after the other."""
    if FULL:
        return [(visit, _in(language)) for visit, language in product(visits(), LANGUAGES)]
    return [each for who in (*VISITORS.values(), NOBODY) for each in _dealt(who)]


def _in(language: str) -> Looks:
    return tuple(look for look in EVERY_LOOK if look.language == language)


def _dealt(who: str) -> Iterator[tuple[Visit, Looks]]:
    mine = [visit for visit in visits() if visit.who == who]
    yield from ((visit, (look,)) for visit, look in zip(mine, cycle(PAIRWISE), strict=False))


def share(number: int) -> list[tuple[Visit, Looks]]:
    """Ordered by who looks, and how: one browser's session serves several screens."""
    return sorted(looks()[number::SHARES], key=lambda each: (each[0].who, each[1]))
