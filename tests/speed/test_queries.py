"""How often a page asks the database: at most twelve times, a list at most seven, however many rows there are."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from uuid import UUID

import pytest

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, assessing, entries, measures
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind, Level, Nature, PartyRole, Source
from fallkonferenz.outbox.models import Message, Notice
from tests.cast import Cast
from tests.given import JUDGED, Given
from tests.leaks import pages
from tests.speed.counting import counted
from tests.speed.pages import LISTS, Page, open_pages, walked
from tests.support import beyond_row_security
from tests.world import SHARED, World

PER_LIST, PER_PAGE = 7, 12


@pytest.fixture(scope="module")
def world(_world_database: World, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Without a transaction around: a frame that really commits is what people wait for."""
    with django_db_blocker.unblock():
        yield _world_database


@pytest.fixture(scope="module")
def few(world: World) -> dict[tuple[str, str, str], Page]:
    """At least one row of everything: a page may leave a question out where there is nothing."""
    tell(Case(pk=UUID(world.cases[SHARED])), Cast())
    return {page.key: page for page in chain(walked(world), open_pages())}


def test_no_page_asks_more_than_twelve_times(few):
    too_many = [page for page in few.values() if len(page.statements) > PER_PAGE]
    assert not too_many, "\n".join(map(str, too_many))


def test_no_list_asks_more_than_seven_times(few):
    lists = [page for page in few.values() if page.route in LISTS]
    too_many = [page for page in lists if len(page.statements) > PER_LIST]
    assert {page.route for page in lists} == set(LISTS)
    assert not too_many, "\n".join(map(str, too_many))


def test_every_page_for_people_is_walked(few):
    """Nobody's page was left out because the walk did not find it."""
    assert len({page.route for page in few.values()}) > 70
    assert {page.about for page in few.values() if page.route == "assessment-read"} == {"shared", "complete"}
    assert {page.about for page in few.values() if page.route == "case-read"} >= {"shared", "flagged", "conference"}


def test_a_renewed_session_costs_one_statement(world, cast_of):
    client = pages.signed_in(cast_of.police)
    with counted() as first:
        client.get("/cases/")
    with counted() as second:
        client.get("/cases/")
    assert len(first) == len(second) + 1


@pytest.fixture
def cast_of() -> Cast:
    return Cast()


def test_more_rows_take_no_more_questions(world, few, cast_of):
    """Three more of everything in the shared case; a page that asks once per row would ask three times more."""
    more(Case(pk=UUID(world.cases[SHARED])), cast_of)
    many = {page.key: page for page in walked(world, states=())}  # nothing was added to the other cases
    asked = {key: (len(few[key].statements), len(page.statements)) for key, page in many.items() if key in few}
    more_often = {key: numbers for key, numbers in asked.items() if numbers[0] != numbers[1]}
    assert not more_often, "\n".join(f"{many[key]}\n  before: {few[key]}" for key in more_often)


def more(case: Case, cast: Cast) -> None:
    given, kinds = Given(cast), ("counselling_centre-b", "victim_support-b", "prosecution-b")
    for number, login in enumerate(kinds):
        write(case, cast, given, number)
        admit(case, cast, login)
        tell(case, cast)


def write(case: Case, cast: Cast, given: Given, number: int) -> None:
    by = cast.police
    with acting_as(by):
        concerned = case.parties.get(role=PartyRole.AT_RISK)
    told = {"happened_at": clock.now(), "source": Source.OWN, "nature": Nature.FACT, "text": f"Weiteres {number}."}
    entries.add(case, by=by, section=Section.LEGAL.value, concerns=concerned, **told)
    assessing.add(case, by=cast.case_manager, level=Level.HIGH, reasons="Weiterhin.", **JUDGED)
    entries.add_party(case, by=cast.case_manager, role=PartyRole.CHILD)
    asked = {"what": "Nachfrage.", "reveals": [Section.LEGAL.value], "due_at": clock.now() + timedelta(days=number)}
    made = measures.propose(case, by=by, contributing=[cast.biss.institution], **asked)
    measures.ask(made, by=by, text="Wann?")


def admit(case: Case, cast: Cast, login: str) -> None:
    house = cast.named(login).institution
    admissions.admit(
        case, by=cast.case_manager, institution=house, basis=GroundKind.PUBLIC_TASK, reasons="Wird gebraucht."
    )


def tell(case: Case, cast: Cast) -> None:
    with beyond_row_security():
        message = Message.objects.create(kind="case.assess", case=case.pk)
        for person in (cast.police, cast.biss, cast.case_manager):
            Notice.objects.create(message=message, person=person)
