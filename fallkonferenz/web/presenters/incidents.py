"""The incidents of a case on one page: what happened when, which criteria speak for a conference, what is due."""

from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions.incidents import Incidents
from fallkonferenz.cases.models import Reassessment
from fallkonferenz.web.components import Cell, Column, Event
from fallkonferenz.web.presenters import firearms
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.presenters.waiting import due_by
from fallkonferenz.web.templatetags.words import day
from risk.criteria import Criterion

CRITERIA: dict[str, Promise] = {
    "visible_high_risk": _("Visible high risk"),
    "judgement": _("Professional judgement"),
    "escalation": _("Escalation"),
    "repeat": _("Repeat"),
}


class IncidentsPresenter:
    criteria_columns = (_("Criterion"), _("Met?"), Column(_("Counted"), numeric=True), _("Rule"))
    due_columns = (_("Due at"), _("Reason"), _("Assessed anew"))
    firearms_columns = firearms.COLUMNS

    def __init__(self, shown: Incidents) -> None:
        self.shown, self.case = shown, shown.case

    @property
    def incidents(self) -> list[Event]:
        """The latest first, when it happened; the whole text."""
        return [
            Event(opened.row.happened_at, opened.row.get_source_display(), opened.row.institution, opened.texts["text"])
            for opened in self.shown.incidents
        ]

    @property
    def criteria(self) -> list[list[object]]:
        return [self._criterion(each) for each in self.shown.criteria]

    def _criterion(self, criterion: Criterion) -> list[object]:
        met = Cell(_("met"), tone="warning") if criterion.met else Cell(_("not met"), tone="neutral")
        rule = criterion.rule.in_(get_language() or "de")
        return [CRITERIA[criterion.key], met, criterion.counted, rule]

    @cached_property
    def met(self) -> int:
        return sum(each.met for each in self.shown.criteria)

    @property
    def reads_risk(self) -> bool:
        return self.shown.reads_risk

    @property
    def due(self) -> list[list[object]]:
        """What still waits first."""
        rows = sorted(self.shown.reassessments, key=lambda row: row.settled_at is not None)
        return [[due_by(row.due_at), row.get_because_display(), self._settled(row)] for row in rows]

    def _settled(self, row: Reassessment) -> object:
        if row.settled_by_id is not None:
            return Cell(day(row.settled_at), address("case-read", self.case.pk) + "#risk")
        if row.settled_at is not None:
            return _("ended with the case")
        return Cell(_("overdue"), tone="danger") if row.is_over else _("not yet")

    @property
    def firearms(self) -> list[list[object]]:
        return firearms.rows(self.shown.firearms)
