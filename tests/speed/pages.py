"""Every page there is, with the statements it took: walked as the leak tests walk, on connections that really commit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

from django.test import Client
from django.urls import NoReverseMatch, reverse

from fallkonferenz.actions import assessing
from fallkonferenz.cases.models import Assessment, Case
from fallkonferenz.institutions.models import Person
from fallkonferenz.web import sessions
from risk.models import Pack
from tests.assessing import judged, said
from tests.leaks import pages
from tests.leaks.matrix import OPEN, PEOPLE, TABLE, Route
from tests.speed.counting import counted
from tests.support import beyond_row_security
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
    result = reverse("assessment-read", args=[completed_with_a_pack(world.cases["assessed"], people[PEOPLE["P"]])])
    for who in WALKERS:
        client = pages.signed_in(people[PEOPLE[who]])
        client.get("/")  # renews the session for the first time
        for route in TABLE:
            if "GET" in route.methods and who in route.who:
                for about, url in addresses(world, things, route, states):
                    yield from shown(client, route.name, who, about, url)
        yield from shown(client, "assessment-read", who, "complete", result)


def completed_with_a_pack(case: str, person: Person) -> UUID:
    """An instrument of our own, and one that is a loaded pack: each is looked up as it was begun with."""
    with beyond_row_security():
        in_case = Case.objects.get(pk=case)
        found = Assessment.objects.filter(case=case, institution=person.institution, instruments__pack_sha256__gt="")
        if known := found.first():
            return known.pk
        key = Pack.objects.get(active=True).key
    made = judged(in_case, by=person, instruments=("lap", key))
    assessing.answer(made, by=person, instrument="lap", answers=said(i1="no"))
    return assessing.complete(made, by=person).pk


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
