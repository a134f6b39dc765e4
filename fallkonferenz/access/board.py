"""The board of one institution's measures: what is open by its date, what has an outcome the latest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from fallkonferenz import clock
from fallkonferenz.access.scope import PAGE, duties_of_institution, measures_of
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import UNSETTLED, MeasureState

OPEN, OVERDUE, SETTLED = "open", "overdue", "settled"
# Sealed texts that no line of the board shows.
NOT_SHOWN = ("due_event", "outcome", "needed", "instead", "case__closing_reasons", "case__uninformed_reasons")


@dataclass(frozen=True)
class Line:
    """Where a page begins: behind this measure, in the order of the board."""

    due_at: datetime
    measure: UUID


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next: Line | None


def page(
    person: Person,
    *,
    show: str,
    of: int | None = None,
    cases: Iterable[Case] | None = None,
    after: Line | None = None,
) -> Page:
    """One page along (due, id): overdue first; of what is settled, the latest first. ``show`` may be a state.

    ``of`` narrows it to what one institution is responsible for.
    """
    rows = duties_of_institution(person).filter(_shown(show))
    if of is not None:
        rows = rows.filter(responsible=of)
    if cases is not None:
        rows = rows.filter(case__in=list(cases))
    backwards = show == SETTLED or (show in MeasureState.values and show not in UNSETTLED)
    if after:
        rows = rows.filter(_behind(after, backwards=backwards))
    found = list(measures_of(rows, most=PAGE + 1, backwards=backwards).defer(*NOT_SHOWN))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Line(last.due_at, last.pk) if last else None)


def _shown(show: str) -> Q:
    # Said as all that is unsettled but a proposal, the overdue are walked by their date, and not gathered by state and sorted.
    groups = {
        OPEN: Q(state__in=UNSETTLED),
        OVERDUE: Q(state__in=UNSETTLED, due_at__lt=clock.now()) & ~Q(state=MeasureState.PROPOSED),
        SETTLED: ~Q(state__in=UNSETTLED),
    }
    return groups.get(show, Q(state=show))


def _behind(line: Line, *, backwards: bool) -> Q:
    """Said in this form the index serves both columns; the usual "or" would walk it like an offset."""
    side = "lt" if backwards else "gt"
    behind = Q(**{f"due_at__{side}": line.due_at}) | Q(**{f"measure__{side}": line.measure})
    return behind & Q(**{f"due_at__{side}e": line.due_at})
