"""Findings in words. A finding accuses nobody: it says what stands out, from which number on, and why that number."""

from collections.abc import Iterable
from datetime import date, datetime
from types import SimpleNamespace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from audit.finding import Finding, Pattern, Who
from audit.findings import Check
from audit.patterns import LIMITS
from audit.read import on_the_calendar
from audit.review import Review
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.components import Cell, Column
from fallkonferenz.web.presenters.audit.entries import code
from fallkonferenz.web.templatetags.words import moment

LABELS = {
    Pattern.NO_REASON: gettext_lazy("read without a later reason"),
    Pattern.LONG_SILENCE: gettext_lazy("read long after the last contribution"),
    Pattern.VOLUME: gettext_lazy("unusually many looks"),
    Pattern.FIRST_VOLUME: gettext_lazy("many looks by somebody new"),
    Pattern.HOUR: gettext_lazy("unusual hour"),
    Pattern.DENIALS: gettext_lazy("refusals in a row"),
    Pattern.EMERGENCY: gettext_lazy("emergency access"),
    Pattern.RIGHTS: gettext_lazy("changes of rights"),
    Pattern.EXPORT: gettext_lazy("taken along"),
}
COLUMNS = (
    gettext_lazy("When"),
    gettext_lazy("What stands out"),
    gettext_lazy("Who"),
    gettext_lazy("Institution"),
    gettext_lazy("Case code"),
    gettext_lazy("State"),
)
LIMIT_COLUMNS = (Column(gettext_lazy("Limit"), numeric=True), gettext_lazy("What it counts"), gettext_lazy("Why"))
ACCOUNT = "person "  # how an entry names an account that was acted on


def names_of(findings: Iterable[Finding], review: Review) -> Names:
    """Of those concerned and of the officers who checked."""
    findings = list(findings)
    officers = {check.actor for finding in findings for check in review.checks.get(finding.id, [])}
    return Names.of([*(_told(finding.who) for finding in findings), *(_told(Who(actor)) for actor in officers)])


def _told(who: Who) -> SimpleNamespace:
    """As an entry would name them."""
    actor = who.actor.removeprefix(ACCOUNT)
    fields = {"actor": actor or None, "institution": who.institution, "case": who.case or None}
    return SimpleNamespace(fields={name: value for name, value in fields.items() if value is not None})


def sentence(finding: Finding) -> str:
    return gettext(finding.sentence) % finding.numbers


def who(finding: Finding, names: Names) -> str:
    if not finding.who.actor:
        return (
            _("somebody who was not signed in")
            if finding.pattern is Pattern.DENIALS
            else _("the operator, by a command")
        )
    name = names.who(_told(finding.who))
    return _("attempts at the account of %(name)s") % {"name": name} if finding.who.actor.startswith(ACCOUNT) else name


def finding_url(finding: Finding, review: Review) -> str:
    """Of today's findings the id changes with each entry that joins them; kind and first entry do not."""
    found = {"month": review.period.name, "kind": finding.family, "first": str(finding.entries[0])}
    return reverse("audit-finding", args=[finding.id], query=found)


def rows(findings: Iterable[Finding], review: Review, names: Names) -> list[list[object]]:
    return [
        [
            moment(on_the_calendar(finding.began_ms)),
            Cell(LABELS[finding.pattern], finding_url(finding, review), note=sentence(finding)),
            who(finding, names),
            names.house(_told(finding.who)),
            code(_told(finding.who), names),
            state(finding, review),
        ]
        for finding in findings
    ]


def state(finding: Finding, review: Review) -> Cell:
    return Cell(_("checked"), tone="success") if review.is_checked(finding) else Cell(_("open"), tone="info")


def names_of_checks(checks: Iterable[Check]) -> Names:
    return Names.of(_told(Who(check.actor)) for check in checks)


def checked_rows(checks: Iterable[Check], names: Names) -> list[tuple[datetime, str, str]]:
    """When, by whom, and what came of it."""
    return [(on_the_calendar(check.place.unix_ms), names.who(_told(Who(check.actor))), check.note) for check in checks]


class FindingPresenter:
    def __init__(self, finding: Finding, review: Review, names: Names) -> None:
        self.finding, self.names = finding, names
        self.checks = checked_rows(review.checks.get(finding.id, []), names)

    @property
    def label(self) -> object:
        return LABELS[self.finding.pattern]

    @property
    def sentence(self) -> str:
        return sentence(self.finding)

    @property
    def facts(self) -> list[tuple[str, object]]:
        told = _told(self.finding.who)
        facts = [
            (_("Who"), who(self.finding, self.names)),
            (_("Institution"), self.names.house(told)),
            (_("Case code"), code(told, self.names)),
            (_("First entry"), moment(on_the_calendar(self.finding.began_ms))),
            (_("Last entry"), moment(on_the_calendar(self.finding.ended_ms))),
            (_("Number of this finding"), self.finding.id),
        ]
        return [(label, value) for label, value in facts if value]


def limits() -> list[list[object]]:
    """The table of limits, as it is."""
    return [[each.value, gettext(each.says), gettext(each.reason)] for each in LIMITS.values()]


def month_in_words(name: str) -> str:
    """November 2026"""
    return date_format(date.fromisoformat(f"{name}-01"), "F Y")
