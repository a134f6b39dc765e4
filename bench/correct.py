"""A fast answer that is wrong is no figure: what must be true of every database before and after it is measured."""

from collections.abc import Callable, Iterator
from itertools import product
from uuid import UUID

from bench import lists, world
from bench.generate import ALIKE, login
from bench.sizes import CELLS
from fallkonferenz.access import scope
from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person

ROLE = """
SELECT current_user = 'fk_web' AND session_user = 'fk_web' AND NOT rolsuper AND NOT rolbypassrls
FROM pg_roles WHERE rolname = current_user
"""
DRIFTED = """
SELECT count(*) FROM cases_participation p JOIN cases_case c ON c.id = p.case_id
WHERE p.state <> c.state OR p.sort_at <> c.state_since OR p.leads <> (c.lead_id IS NOT DISTINCT FROM p.institution_id)
"""
ORPHANS = """
SELECT count(*) FROM cases_casegroupright r WHERE NOT EXISTS (
    SELECT 1 FROM cases_participation p WHERE p.institution_id = r.group_id AND p.case_id = r.content_object_id)
"""


def wrong() -> list[str]:
    """One sentence for everything that is not as it must be."""
    return [*_about_the_role(), *_about_the_copies(), *_about_strangers(), *_about_lists(_by_others)]


def guardian_is_wrong() -> list[str]:
    """Whether it lists other cases; asked when it has its indexes."""
    return list(_about_lists(_by_guardian))


def _about_the_role() -> Iterator[str]:
    if world.web().execute(ROLE).fetchone() != (True,):
        yield "The connection measured is not fk_web, or it passes by row-level security."


def _about_the_copies() -> Iterator[str]:
    for what, statement in (("copies of a case have drifted", DRIFTED), ("rights hang on no admission", ORPHANS)):
        (count,) = world.open_().execute(statement).fetchone() or (0,)
        if count:
            yield f"{count} {what}."


def _about_strangers() -> Iterator[str]:
    """A query that forgot its filter shows nothing to an institution that is admitted nowhere."""
    stranger = Person.objects.get(username=login(0, 0))
    with acting_as(stranger):
        if Case.objects.exists() or world.web().execute("SELECT id FROM cases_case LIMIT 25").fetchall():
            yield "An institution that is admitted nowhere sees a case."


def _about_lists(others: Callable[[Person, str], dict[str, list[UUID]]]) -> Iterator[str]:
    for (visible, state), number in product(CELLS, range(ALIKE)):
        person = world.person(visible, number)
        with acting_as(person):
            wanted = [row[0] for row in lists.listed(world.web(), person, state)]
            answers = {"the ORM": _page(person, state)}
        answers |= others(person, state)
        for who, ids in answers.items():
            if ids != wanted[: len(ids)] or len(ids) != min(len(wanted), scope.PAGE):
                yield f"{who} lists other cases than SQL for {visible} visible, {state or 'all'}."


def _page(person: Person, state: str) -> list[UUID]:
    return [row.case_id for row in scope.case_page(person, state=state).rows]


def _by_others(person: Person, state: str) -> dict[str, list[UUID]]:
    with world.open_().transaction():
        answers = {"SQL past row-level security": [row[0] for row in lists.listed(world.open_(), person, state)]}
    with lists.without_row_security(), acting_as(person):
        answers["the ORM past row-level security"] = _page(person, state)
    return _pages(answers)


def _by_guardian(person: Person, state: str) -> dict[str, list[UUID]]:
    with lists.without_row_security(), acting_as(person):
        by_user = [case.pk for case in lists.by_user(person, state)]
        by_group = [case.pk for case in lists.by_group(person, state)]
    return _pages({"guardian by user": by_user, "guardian by group": by_group})


def _pages(answers: dict[str, list[UUID]]) -> dict[str, list[UUID]]:
    return {who: ids[: scope.PAGE] for who, ids in answers.items()}
