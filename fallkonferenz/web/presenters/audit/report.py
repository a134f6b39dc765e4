"""The monthly report in words, tables and plots."""

from collections import Counter
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.events import Operation
from audit.figures import Figures
from audit.finding import Finding, Pattern
from audit.read import on_the_calendar
from audit.review import Review
from fallkonferenz import clock
from fallkonferenz.institutions.models import Institution
from fallkonferenz.web import charts
from fallkonferenz.web.audit.standing import Standing
from fallkonferenz.web.components import Column
from fallkonferenz.web.presenters.audit.entries import said_of
from fallkonferenz.web.presenters.audit.findings import LABELS, month_in_words
from fallkonferenz.web.templatetags.words import moment

# The words of § 76 (1) BDSG.
OPERATIONS = {
    Operation.COLLECT: gettext_lazy("Collection"),
    Operation.CHANGE: gettext_lazy("Change"),
    Operation.QUERY: gettext_lazy("Query"),
    Operation.DISCLOSE: gettext_lazy("Disclosure"),
    Operation.COMBINE: gettext_lazy("Combination"),
    Operation.ERASE: gettext_lazy("Erasure"),
    Operation.NONE: gettext_lazy("none of them"),
}


class ReportPresenter:
    def __init__(self, figures: Figures, review: Review, standing: Standing) -> None:
        self.figures, self.review, self.standing = figures, review, standing
        numbers = {*figures.houses, *figures.refused_houses} - {None}
        self._houses = dict(Institution.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}

    @property
    def title(self) -> str:
        return _("Access log, %(month)s") % {"month": month_in_words(self.review.period.name)}

    @property
    def month(self) -> str:
        return self.review.period.name

    @property
    def pdf(self) -> str:
        return reverse("audit-report_pdf", query={"month": self.review.period.name})

    @property
    def facts(self) -> list[tuple[str, str]]:
        standing = self.standing
        return [
            (_("Acts in this month"), str(self.figures.acts.total() + self.figures.denials.total())),
            (_("Of them refused"), str(self.figures.denials.total())),
            (_("Questions of officers to the log"), str(self.figures.officers.total())),
            (_("Entries that were erased, and are not counted here"), str(self.figures.erased)),
            (_("Entries that do not open with this key, and are not counted here"), str(self.figures.unreadable)),
            (_("Findings"), str(len(self.review.findings))),
            (_("Of them checked"), str(len(self.review.findings) - len(self.review.open))),
            (_("Entries in the whole log"), str(standing.size)),
            (_("Last checkpoint"), _at(standing.checkpoint_at)),
            (_("Last seen by a witness"), _at(standing.witnessed_at)),
        ]

    @property
    def acts(self) -> charts.Chart:
        return charts.by_day("acts", _("Entries by day"), _("Entries"), self._by_day(self.figures.acts))

    @property
    def denials(self) -> charts.Chart:
        numbers = self._by_day(self.figures.denials)
        return charts.by_day("denials", _("Refusals by day"), _("Refusals"), numbers, tone="danger")

    @property
    def houses(self) -> charts.Chart:
        numbers = self._by_house(self.figures.houses)
        return charts.by_name("houses", _("Entries by institution"), _("Institution"), _("Entries"), numbers)

    @property
    def refused_houses(self) -> charts.Chart:
        numbers = self._by_house(self.figures.refused_houses)
        title = _("Refusals by institution")
        return charts.by_name("refused", title, _("Institution"), _("Refusals"), numbers, tone="danger")

    @property
    def operations(self) -> charts.Chart:
        numbers = [(str(label), self.figures.operations[each.value]) for each, label in OPERATIONS.items()]
        some = [(label, number) for label, number in numbers if number]
        return charts.by_name("operations", _("Entries by kind of processing"), _("Processing"), _("Entries"), some)

    @property
    def officers(self) -> charts.Chart:
        numbers = [(said_of(name), number) for name, number in self.figures.officers.items()]
        return charts.by_name("officers", _("What officers asked of the log"), _("What"), _("Entries"), numbers)

    @property
    def finding_columns(self) -> list[Column]:
        return [Column(_("Kind")), Column(_("Findings"), numeric=True), Column(_("not yet checked"), numeric=True)]

    @property
    def finding_rows(self) -> list[list[object]]:
        every, left = _by_pattern(self.review.findings), _by_pattern(self.review.open)
        return [[LABELS[pattern], every[pattern], left[pattern]] for pattern in Pattern if every[pattern]]

    @property
    def checked(self) -> list[tuple[str, datetime, str]]:
        """What came of those that were checked: kind, when, note."""
        return [
            (str(LABELS[finding.pattern]), on_the_calendar(finding.began_ms), check.note)
            for finding in self.review.findings
            for check in self.review.checks.get(finding.id, [])
        ]

    def _by_day(self, numbers: Counter[date]) -> list[tuple[str, int]]:
        return [(date_format(day, "j.n."), numbers[day]) for day in self.review.period.days(clock.now())]

    def _by_house(self, numbers: Counter[int | None]) -> list[tuple[str, int]]:
        """Two institutions of one name stay two lines."""
        return [(self._house(number), count) for number, count in numbers.items()]

    def _house(self, number: int | None) -> str:
        if number is None:
            return _("no institution")
        return self._houses.get(number) or _("an institution that no longer exists")


def _by_pattern(findings: list[Finding]) -> Counter[Pattern]:
    return Counter(finding.pattern for finding in findings)


def _at(when: object) -> str:
    return moment(when) if when else _("not yet")
