"""What all who sit at the table may see of a case: only that belongs on a wall.

It is asked by the same Q objects that answer for one reader, once for each institution, so that the room can never
see more than the one of them that sees least.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from fallkonferenz.access.seen import assessments_seen_by, entries_seen_by, measures_seen_by
from fallkonferenz.cases.models import Assessment, Case, Entry
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.models import Measure

Row = TypeVar("Row", bound=Model)
SeenBy = Callable[[Person], Q]


def entries_of_room(by: Person, table: Iterable[Institution], case: Case) -> QuerySet[Entry]:
    """Without those that have been corrected: on the wall there is no room to say so beside them."""
    rows = Entry.objects.filter(entries_seen_by(by), case=case, corrected_by=None).select_related("institution")
    return _common(rows, entries_seen_by, table)


def assessments_of_room(by: Person, table: Iterable[Institution], case: Case) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(assessments_seen_by(by), case=case).select_related("institution")
    return _common(rows, assessments_seen_by, table)


def measures_of_room(by: Person, table: Iterable[Institution], case: Case) -> QuerySet[Measure]:
    rows = Measure.objects.filter(measures_seen_by(by), case=case).select_related("responsible")
    return _common(rows, measures_seen_by, table).distinct()


def _common(rows: QuerySet[Row], seen_by: SeenBy, table: Iterable[Institution]) -> QuerySet[Row]:
    """What every one of them sees; at a table with nobody there is nothing to see."""
    institutions = list(table)
    if not institutions:
        return rows.none()
    for institution in institutions:
        rows = rows.filter(seen_by(_somebody_of(institution)))  # each with joins of its own
    return rows


def _somebody_of(institution: Institution) -> Person:
    """A person of the institution whom nothing keeps out; who is excluded from a case does not sit at its table."""
    return Person(institution=institution, role=Role.PROFESSIONAL, is_active=True)
