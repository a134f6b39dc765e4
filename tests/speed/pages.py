"""Every page there is, with the statements it took: walked as the leak tests walk, on connections that really commit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from unittest.mock import patch

from django.test import Client
from django.urls import NoReverseMatch, reverse

from fallkonferenz.web import sessions
from tests.leaks import pages
from tests.leaks.matrix import OPEN, PEOPLE, TABLE, Route
from tests.speed.counting import counted
from tests.world import World

WALKERS = "PBMCOA"  # police, biss, case management; coordinator, officer, administrator
STATES = ("flagged", "assessed", "conference", "measures", "closed")
SHOWN = {200, 409}  # a page, or why not now
# Lists over many cases or accounts. A list within one case is a part of its file.
LISTS = (
    "case-list",
    "conference-list",
    "measure-list",
    "notice-list",
    "person-list",
    "institution-list",
    "region-list",
)


@dataclass(frozen=True)
class Page:
    """One answer. ``about`` is the state of the case it is about, "shared" for the case in which everybody wrote."""

    route: str
    who: str
    about: str
    status: int
    statements: list[str]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.route, self.who, self.about

    def __str__(self) -> str:
        lines = "\n".join(f"    {_short(statement)}" for statement in self.statements)
        return f"{self.route} ({self.about}) for {self.who}: {len(self.statements)} statements\n{lines}"


def _short(statement: str) -> str:
    """Its beginning and where it looks."""
    text = " ".join(statement.split())
    verb, _from, table = text.partition(" FROM ")
    return f"{verb[:50]} … FROM {table[:60]}" if table else text[:110]


def walked(world: World, states: tuple[str, ...] = STATES) -> Iterator[Page]:
    """Pages about a case for the shared one and for one of each of ``states``.

    However slow the machine is, no session is due to be renewed on the way.
    """
    with patch.object(sessions, "RENEWED_EVERY", timedelta(days=1)):
        yield from _walked(world, states)


def _walked(world: World, states: tuple[str, ...]) -> Iterator[Page]:
    things, people = pages.things_of(world), pages.people()
    for who in WALKERS:
        client = pages.signed_in(people[PEOPLE[who]])
        client.get("/")  # renews the session for the first time
        for route in TABLE:
            if "GET" in route.methods and who in route.who:
                for about, url in addresses(world, things, route, states):
                    yield from shown(client, route.name, who, about, url)


def addresses(world: World, things: pages.Things, route: Route, states: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield "shared", things.address(route.name, route.about)
    if route.about == "case":
        for state in states:
            yield state, reverse(route.name, args=[world.cases[state]])


def shown(client: Client, name: str, who: str, about: str, url: str) -> Iterator[Page]:
    with counted() as statements:
        status = client.get(url).status_code
    if status in SHOWN:
        yield Page(name, who, about, status, statements)


def open_pages() -> Iterator[Page]:
    """What is open to whoever comes, as far as it needs no key in its address."""
    for name in OPEN:
        try:
            yield from shown(Client(), name, "nobody", "", reverse(name))
        except NoReverseMatch:
            continue
