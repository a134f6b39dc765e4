"""Entries added up, in words and figures."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.summing import Sum
from fallkonferenz.web.components import Cell, Column
from fallkonferenz.web.presenters.audit.entries import is_refused, role, sentence
from fallkonferenz.web.templatetags.words import moment

ACCOUNT_COLUMNS = (
    gettext_lazy("Who"),
    gettext_lazy("Institution"),
    Column(gettext_lazy("Opened"), numeric=True),
    Column(gettext_lazy("Seen in lists"), numeric=True),
    Column(gettext_lazy("Worked in it"), numeric=True),
    Column(gettext_lazy("Refused"), numeric=True),
    gettext_lazy("First"),
    gettext_lazy("Last"),
)
EVENT_COLUMNS = (
    gettext_lazy("What"),
    Column(gettext_lazy("How often"), numeric=True),
    Column(gettext_lazy("Cases"), numeric=True),
    gettext_lazy("First"),
    gettext_lazy("Last"),
)


def account_rows(sums: Iterable[Sum], names: Names) -> list[list[object]]:
    return [
        [
            Cell(names.who(row.last), note=role(row.last)),
            names.house(row.last),
            row.opened,
            row.listed,
            row.acted,
            row.refused,
            moment(row.since),
            moment(row.until),
        ]
        for row in sums
    ]


def event_rows(sums: Iterable[Sum]) -> list[list[object]]:
    return [
        [
            Cell(sentence(row.last), note=_("refused") if is_refused(row.last) else ""),
            row.count,
            len(row.cases),
            moment(row.since),
            moment(row.until),
        ]
        for row in sums
    ]
