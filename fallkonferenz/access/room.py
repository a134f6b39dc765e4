"""What all who sit at the table may see of a case: only that belongs on a wall.

It is asked by the same Q objects that answer for one reader, once for each institution, so that the room can never
see more than the one of them that sees least.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import JSONObject

from fallkonferenz.access.glance import ARMS, ARMS_OF, rows_of
from fallkonferenz.access.seen import (
    assessments_seen_by,
    entries_seen_by,
    firearms_seen_by,
    lowerings_seen_by,
    measures_seen_by,
)
from fallkonferenz.cases.models import Assessment, Case, Entry, FirearmsAnswer, Lowering, Party
from fallkonferenz.cases.words import Firearms
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
    """Each with the ``falls`` of the level that all may see, as {"at", "level"}: one question for both."""
    institutions = list(table)
    rows = Assessment.objects.filter(assessments_seen_by(by), case=case).select_related("institution")
    lowered = _common(
        Lowering.objects.confirmed().filter(lowerings_seen_by(by), case=case), lowerings_seen_by, institutions
    )
    falls = lowered.values(fall=JSONObject(at="decided_at", level="to_level"))
    return _common(rows.annotate(falls=ArraySubquery(falls)), assessments_seen_by, institutions)


def parties_of_room(by: Person, table: Iterable[Institution], case: Case) -> QuerySet[Any]:
    """Each with the ``arms`` of the case: what each institution last knew about firearms. One question for both."""
    known = FirearmsAnswer.objects.exclude(answer=Firearms.UNKNOWN).filter(firearms_seen_by(by), case=case)
    seen = _common(known, firearms_seen_by, table).order_by("institution_id", "-at").distinct("institution_id")
    return Party.objects.filter(case=case).annotate(arms=rows_of(seen, *ARMS, **ARMS_OF))


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
