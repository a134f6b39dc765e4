"""Admissions and changes of state, commit included; what a turn wrote is taken back before the next."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission

from bench import world
from bench.generate import ALIKE, RIGHTS
from bench.subject import Timed, subject
from fallkonferenz.access import grants
from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case, CaseGroupRight, Participation
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution, Person


@subject
def admit(turn: int) -> Iterator[Timed]:
    """As the application does it: what the table and the region give, the rights, and the history."""
    case, institution, manager = _admission(turn)

    def timed() -> None:
        with acting_as(manager):
            grants.admit(case, institution, by=manager)

    yield timed
    _take_back(case, institution, manager)


@subject
def admit_rows(turn: int) -> Iterator[Timed]:
    """The participation and four rights that hang on it, nothing else."""
    case, institution, manager = _admission(turn)

    def timed() -> None:
        with acting_as(manager):
            _participation(case, institution)
            CaseGroupRight.objects.bulk_create(
                [
                    CaseGroupRight(content_object=case, group_id=institution.pk, permission_id=right)
                    for right in _rights()
                ]
            )

    yield timed
    _take_back(case, institution, manager)


@subject
def admit_participation(turn: int) -> Iterator[Timed]:
    case, institution, manager = _admission(turn)

    def timed() -> None:
        with acting_as(manager):
            _participation(case, institution)

    yield timed
    _take_back(case, institution, manager)


def _participation(case: Case, institution: Institution) -> None:
    Participation.objects.create(case=case, institution=institution, state=case.state, sort_at=case.state_since)


def _take_back(case: Case, institution: Institution, manager: Person) -> None:
    with acting_as(manager):
        Participation.objects.filter(case=case, institution=institution).delete()


def _admission(turn: int) -> tuple[Case, Institution, Person]:
    pk = world.case_of(500, turn % ALIKE)
    manager = world.manager_of(pk)
    with acting_as(manager):
        case = Case.objects.select_related("region").get(pk=pk)
        return case, _not_admitted(pk), manager


@cache
def _not_admitted(case: UUID) -> Institution:
    others = Institution.objects.exclude(participations__case=case)
    return others.filter(kind=Kind.BISS, name__startswith="bench-").order_by("name")[0]


@cache
def _rights() -> list[int]:
    return list(Permission.objects.filter(content_type__model="case", codename__in=RIGHTS).values_list("pk", flat=True))


CHANGE = """
UPDATE cases_case SET state = CASE state WHEN 'assessed' THEN 'conference' ELSE 'assessed' END, state_since = now()
WHERE id = %s
"""
BACK = "UPDATE cases_case SET state = %s, state_since = %s WHERE id = %s"
# The triggers of a replica's session do not fire, but for the one that refuses illegal steps.
ROLE = "SELECT set_config('session_replication_role', %s, false)"


@subject
def step_with_copies(turn: int) -> Iterator[Timed]:
    yield from _step(turn, "origin")


@subject
def step_alone(turn: int) -> Iterator[Timed]:
    yield from _step(turn, "replica")


def _step(turn: int, role: str) -> Iterator[Timed]:
    administrator = world.administrator()
    administrator.execute(ROLE, [role])
    case, state, since = _movable()[turn % len(_movable())]
    yield lambda: administrator.execute(CHANGE, [case])
    administrator.execute(BACK, [state, since, case])


@cache
def _movable() -> list[tuple[Any, ...]]:
    found = "SELECT id, state, state_since FROM cases_case WHERE state = 'assessed' ORDER BY code LIMIT 20"
    return world.administrator().execute(found).fetchall()
