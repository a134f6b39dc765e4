"""The case list and single checks: the application, hand-written SQL, guardian's own shortcut."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_group, get_objects_for_user

from bench import world
from bench.generate import ALIKE
from bench.subject import Timed, subject
from fallkonferenz.access import scope
from fallkonferenz.access.check import allows
from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person

READ = "cases.view_risk"  # one of the four rights that every admission here gives
ROWS = scope.PAGE + 1  # one more than is shown tells whether there is a next page

# What the page shows, asked for as somebody would who knows the tables; the conditions are those of the application.
LIST = """
SELECT c.id, c.code, c.state, c.state_since, c.lead_id, c.sharing_stopped_at, p.sort_at
FROM cases_participation p JOIN cases_case c ON c.id = p.case_id
WHERE p.institution_id = %(institution)s AND p.since <= now() AND (p.until IS NULL OR p.until > now())
  AND NOT EXISTS (SELECT 1 FROM cases_exclusion x WHERE x.case_id = c.id AND x.person_id = %(person)s) {state}
ORDER BY p.sort_at DESC, p.case_id DESC LIMIT %(rows)s
"""
# Admitted, and with which rights: all that decides over one case.
CHECK = """
SELECT c.state, c.frozen_at, c.recognised_by_id, array(
    SELECT a.codename FROM cases_casegroupright r JOIN auth_permission a ON a.id = r.permission_id
    WHERE r.content_object_id = c.id AND r.group_id = p.institution_id)
FROM cases_case c JOIN cases_participation p ON p.case_id = c.id
WHERE c.id = %(case)s AND p.institution_id = %(institution)s AND p.since <= now() AND (p.until IS NULL OR p.until > now())
  AND NOT EXISTS (SELECT 1 FROM cases_exclusion x WHERE x.case_id = c.id AND x.person_id = %(person)s)
"""
FETCH = "SELECT * FROM cases_case WHERE id = %(case)s"


def ask(connection: Any, statement: str, person: Person, **more: Any) -> list[tuple[Any, ...]]:
    """Not prepared, because the ORM's statements are not either."""
    asked = {"institution": person.institution_id, "person": person.pk, "rows": ROWS, **more}
    return connection.execute(statement, asked, prepare=False).fetchall()


def listed(connection: Any, person: Person, state: str) -> list[tuple[Any, ...]]:
    return ask(connection, LIST.format(state="AND p.state = %(state)s" if state else ""), person, state=state)


@contextmanager
def without_row_security() -> Iterator[None]:
    """The ORM acts as the yardstick's role for a while."""
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = world.open_django()
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before


@subject
def list_sql(turn: int, visible: int, state: str) -> Iterator[Timed]:
    person = world.person(visible, turn)
    with acting_as(person):
        yield lambda: listed(world.web(), person, state)


@subject
def list_orm(turn: int, visible: int, state: str) -> Iterator[Timed]:
    person = world.person(visible, turn)
    with acting_as(person):
        yield lambda: scope.case_page(person, state=state)


@subject
def list_sql_open(turn: int, visible: int, state: str) -> Iterator[Timed]:
    person = world.person(visible, turn)
    with world.open_().transaction():
        yield lambda: listed(world.open_(), person, state)


@subject
def list_orm_open(turn: int, visible: int, state: str) -> Iterator[Timed]:
    person = world.person(visible, turn)
    with without_row_security(), acting_as(person):
        yield lambda: scope.case_page(person, state=state)


@subject
def list_shortcut_user(turn: int, visible: int, state: str) -> Iterator[Timed]:
    person = world.person(visible, turn)
    with without_row_security(), acting_as(person):
        yield lambda: by_user(person, state)


@subject
def list_shortcut_group(turn: int, visible: int, state: str) -> Iterator[Timed]:
    person = world.person(visible, turn)
    with without_row_security(), acting_as(person):
        yield lambda: by_group(person, state)


def by_user(person: Person, state: str) -> list[Case]:
    """Our accounts have no permissions of Django's; one of Django's would ask for its groups' and for its own."""
    groups = Group.objects.filter(pk=person.institution_id)
    asking: Any = person
    asking.is_superuser, asking.groups = False, groups
    asking.has_perm = lambda right: right in global_rights(groups)
    return page_of(get_objects_for_user(asking, READ, Case), state)


def global_rights(groups: QuerySet[Group]) -> set[str]:
    rights = Permission.objects.filter(group__in=groups).values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rights.order_by()}


def by_group(person: Person, state: str) -> list[Case]:
    return page_of(get_objects_for_group(Group(pk=person.institution_id), READ, Case), state)


def page_of(cases: QuerySet[Case], state: str) -> list[Case]:
    """Filtered afterwards: a queryset handed to the shortcut becomes a further subquery, and slower by much."""
    wanted = cases.filter(state=state) if state else cases
    return list(wanted.select_related("lead").order_by("-state_since", "-pk")[:ROWS])


@subject
def check_sql(turn: int) -> Iterator[Timed]:
    person, case = one_case(turn)
    with acting_as(person):
        yield lambda: ask(world.web(), CHECK, person, case=case)


@subject
def check_orm(turn: int) -> Iterator[Timed]:
    person, pk = one_case(turn)
    with acting_as(person):
        case = Case.objects.get(pk=pk)
        yield lambda: allows(person, "case.read", case)


@subject
def fetch(turn: int) -> Iterator[Timed]:
    person, case = one_case(turn)
    with acting_as(person):
        yield lambda: ask(world.web(), FETCH, person, case=case)


@subject
def fetch_open(turn: int) -> Iterator[Timed]:
    person, case = one_case(turn)
    with world.open_().transaction():
        yield lambda: ask(world.open_(), FETCH, person, case=case)


def one_case(turn: int) -> tuple[Person, UUID]:
    return world.person(500, turn), world.case_of(500, turn % ALIKE)
