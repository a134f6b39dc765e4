"""Figures in words, and what stands where a number is not shown."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext

from fallkonferenz.actions.masking import SMALL, Figure, Table
from fallkonferenz.cases.words import OPEN_STATES, State
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import Lack


class Shown(NamedTuple):
    key: str
    title: str
    rows: list[tuple[str, str]]


def tables(figures: Mapping[str, Table]) -> list[Shown]:
    return [
        _table("cases", gettext("Open cases"), figures, _states()),
        _table("referrals", gettext("Referrals by kind of institution"), figures, _kinds(figures["referrals"])),
        _table(
            "measures", gettext("Agreed measures, and what became of them"), figures, _outcomes(figures["measures"])
        ),
    ]


def _table(key: str, title: str, figures: Mapping[str, Table], names: dict[str, str]) -> Shown:
    table = figures[key]
    rows = [(label, _words(table.rows.get(name, Figure(0)))) for name, label in names.items()]
    return Shown(key, title, [*rows, (gettext("Together"), _words(table.total))])


def _words(figure: Figure) -> str:
    if figure.number is not None:
        return str(figure.number)
    return gettext("under %(limit)s") % {"limit": SMALL} if figure.is_small else gettext("not shown")


def _states() -> dict[str, str]:
    return {state.value: str(state.label) for state in State if state in OPEN_STATES}


def _kinds(table: Table) -> dict[str, str]:
    return {kind.value: str(kind.label) for kind in Kind if kind.value in table.rows}


def _outcomes(table: Table) -> dict[str, str]:
    """No capacity is told apart by what was missing, in the same table: two tables would give each other away."""
    outcomes = {state.value: str(state.label) for state in MeasureState if state.value in table.rows}
    lacks = {
        f"{MeasureState.NO_CAPACITY.value} {lack.value}": f"{MeasureState.NO_CAPACITY.label}: {lack.label}"
        for lack in Lack
    }
    return outcomes | {name: label for name, label in lacks.items() if name in table.rows}
