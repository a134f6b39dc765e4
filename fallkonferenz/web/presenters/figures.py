"""Figures in words, and what stands where a number is not shown."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions.masking import SMALL, Figure, Table
from fallkonferenz.cases.words import OPEN_STATES, State
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import Lack
from fallkonferenz.web.components import Column

NUMBER = Column(_("Number"), numeric=True)


class Shown(NamedTuple):
    key: str
    title: str
    columns: tuple[object, ...]
    rows: list[list[object]]


def tables(figures: Mapping[str, Table]) -> list[Shown]:
    return [
        _table("cases", _t("Open cases"), _t("State"), figures, _states()),
        _table("referrals", _t("Referrals"), _t("Kind of institution"), figures, _kinds(figures["referrals"])),
        _table("measures", _t("Agreed measures"), _t("What became of it"), figures, _outcomes(figures["measures"])),
    ]


def _table(key: str, title: str, of: str, figures: Mapping[str, Table], names: dict[str, str]) -> Shown:
    table = figures[key]
    rows = [[label, _words(table.rows.get(name, Figure(0)))] for name, label in names.items()]
    return Shown(key, title, (of, NUMBER), [*rows, [_t("Together"), _words(table.total)]])


def _words(figure: Figure) -> str:
    if figure.number is not None:
        return str(figure.number)
    return _t("under %(limit)s") % {"limit": SMALL} if figure.is_small else _t("not shown")


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
