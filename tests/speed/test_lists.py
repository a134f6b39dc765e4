"""What a page of the other lists costs among ten thousand measures, 500 conferences and ten thousand notices.

Whole pages, as they are asked for: session, account and keys included, under the web role and its policies.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from bench.generate import login
from fallkonferenz.access import board
from fallkonferenz.actions import agenda, notices
from fallkonferenz.conferences.models import Conference
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import UNSETTLED
from fallkonferenz.measures.models import Duty
from fallkonferenz.outbox.models import Notice
from fallkonferenz.vault import sealing
from fallkonferenz.web.presenters import conferences as of_conferences
from fallkonferenz.web.presenters import measures as of_measures
from fallkonferenz.web.presenters import notices as of_notices
from tests.leaks import pages
from tests.speed.counting import counted
from tests.speed.plans import Plan, explained
from tests.support import beyond_row_security

pytestmark = pytest.mark.usefixtures("many_cases")

PER_LIST = 200
# A line stands for a measure and for its case, each behind its policies, and for a key; a notice for a message and a case.
PER_BOARD, PER_NOTICES = 700, 350
STATEMENTS = 7
MANAGEMENT = "bench-00000-0"
# Few cases; some of them; all. The first of each size is responsible, the second contributes to measures of others.
FEW, PEOPLE_OF_LISTS = login(20, 0), (login(20, 0), login(500, 1), login(5000, 0), login(5000, 1), MANAGEMENT)
GUARDED = {
    *("cases_case", "cases_participation", "cases_casegroupright", "vault_casekey"),
    *("measures_measure", "measures_duty", "measures_contribution", "outbox_notice", "outbox_message"),
}
OF_CONFERENCES = {"conferences_conference", "conferences_agendaitem", "conferences_attendance"}


@dataclass(frozen=True)
class Asked:
    url: str
    plans: list[Plan]
    statements: list[str]
    older: str

    @property
    def buffers(self) -> int:
        return sum(plan.buffers for plan in self.plans)

    @property
    def read_from_end_to_end(self) -> set[str]:
        return set().union(*(plan.read_from_end_to_end for plan in self.plans))

    def __str__(self) -> str:
        return "\n".join(map(str, [f"{self.url}: {self.buffers} buffers", *self.plans]))


@contextmanager
def texts_that_open() -> Iterator[None]:
    """The keys and texts of the generated cases have only the shape of real ones."""
    opened = patch.object(sealing.CaseVault, "read", lambda vault, row, column: "Begleitung zum Gericht.")
    with patch.object(sealing, "_unwrapped", lambda *asked: bytes(32)), opened:
        yield


def person(name: str) -> Person:
    return Person.objects.select_related("institution__region").get(username=name)


def signed_in(who: Person) -> Client:
    """Its session was renewed just now, as that of somebody who goes on working."""
    client = pages.signed_in(who)
    client.get(reverse("notice-list"))
    return client


def asked(client: Client, url: str) -> Asked:
    with texts_that_open(), explained() as plans, counted() as statements:
        response = client.get(url)
    assert response.status_code == 200
    older = next((response.context[name] for name in ("older", "next") if name in response.context), "")
    return Asked(url, plans, statements, older)


def first_second_far(who: Person, url: str, far: str) -> list[Asked]:
    client = signed_in(who)
    first = asked(client, url)
    urls = [each for each in (first.older, far) if each]
    return [first, *(asked(client, each) for each in urls)]


def far_on_the_board(who: Person, show: str) -> str:
    """A page from the end."""
    states = {"open": {"state__in": UNSETTLED}, "refused": {"state": "refused"}, "settled": {}}
    if show not in states:
        return ""
    with beyond_row_security():
        own = Duty.objects.filter(institution=who.institution_id, **states[show])
        rows = list((own.exclude(state__in=UNSETTLED) if show == "settled" else own).order_by("due_at", "measure_id"))
    rows = rows[::-1] if show == "settled" else rows
    if len(rows) < 3 * board.PAGE:
        return ""
    row = rows[-board.PAGE]
    after = of_measures.sealed_line(board.Line(row.due_at, row.measure_id))
    return reverse("measure-list", query={"show": show, "after": after})


@pytest.mark.parametrize("show", ["open", "overdue", "refused", "settled"])
@pytest.mark.parametrize("name", PEOPLE_OF_LISTS)
def test_a_page_of_the_board_costs_the_same_however_many_measures_there_are(name, show):
    who = person(name)
    url = reverse("measure-list", query={"show": show})
    for page in first_second_far(who, url, far_on_the_board(who, show)):
        assert page.buffers <= PER_BOARD, str(page)
        assert len(page.statements) <= STATEMENTS, page.statements
        assert not page.read_from_end_to_end & GUARDED, str(page)


@pytest.mark.parametrize("name", PEOPLE_OF_LISTS[:-1])
def test_a_page_of_notices_costs_the_same_however_many_there_are(name):
    who = person(name)
    with beyond_row_security():
        rows = list(Notice.objects.filter(person=who).order_by("-at", "-pk"))
    last = rows[-notices.PAGE]
    after = of_notices.sealed_place(notices.Place(last.at, last.pk))
    for page in first_second_far(who, reverse("notice-list"), reverse("notice-list", query={"after": after})):
        assert page.buffers <= PER_NOTICES, str(page)
        assert len(page.statements) <= STATEMENTS, page.statements
        assert not page.read_from_end_to_end & GUARDED, str(page)


def far_among_conferences(who: Person) -> str:
    rows = Conference.objects.exclude(state="planned").order_by("-starts_at", "-pk")
    last = list(rows)[-agenda.PAGE]
    after = of_conferences.sealed_place(agenda.Place(True, last.starts_at, last.pk))
    return reverse("conference-list", query={"after": after})


def test_a_page_of_the_conferences_of_a_region_looks_at_two_hundred_buffers_at_most():
    who = person(MANAGEMENT)
    for page in first_second_far(who, reverse("conference-list"), far_among_conferences(who)):
        assert page.buffers <= PER_LIST, str(page)
        assert len(page.statements) <= STATEMENTS, page.statements
        assert not page.read_from_end_to_end & (GUARDED | OF_CONFERENCES), str(page)


# At a table sits who is admitted to one of its cases: each conference has to be asked, so that there is no bound by page.
AT_TABLE = {login(20, 0): 250, login(500, 1): 1500, login(5000, 0): 450}


@pytest.mark.parametrize("name", AT_TABLE)
def test_a_page_of_ones_own_conferences_reads_no_case_twice(name):
    who = person(name)
    for page in first_second_far(who, reverse("conference-list"), far_among_conferences(who)):
        assert page.buffers <= AT_TABLE[name], str(page)
        assert len(page.statements) <= STATEMENTS, page.statements
        assert not page.read_from_end_to_end & GUARDED, str(page)


@pytest.mark.parametrize("name", ["person-list", "institution-list", "region-list"])
def test_a_page_of_administration_looks_at_two_hundred_buffers_at_most(name):
    administrator = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).first()
    for page in first_second_far(administrator, reverse(name), ""):
        assert page.buffers <= PER_LIST, str(page)
        assert len(page.statements) <= STATEMENTS, page.statements


@pytest.mark.parametrize("name", ["measure-list", "notice-list", "conference-list"])
def test_many_rows_take_no_more_statements_than_few(name):
    few, many = (asked(signed_in(person(who)), reverse(name)) for who in (FEW, login(5000, 0)))
    assert len(many.statements) <= len(few.statements), many.statements
