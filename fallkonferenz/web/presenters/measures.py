"""Measures on the screen: when due, in which state, and what may be done with them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access.board import Line
from fallkonferenz.access.refusals import Denied
from fallkonferenz.actions.reading import MeasureFile, Opened
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import IN_HAND, UNSETTLED, MeasureState
from fallkonferenz.measures.models import DueKind, Measure
from fallkonferenz.web import keyset
from fallkonferenz.web.components import Act, Cell
from fallkonferenz.web.templatetags.words import day, moment, spoken

SALT = "line of the board of measures"
SHORT = 120
S = MeasureState
TONES = {
    S.PROPOSED: "warning",
    S.AGREED: "info",
    S.ACCEPTED: "info",
    S.REFUSED: "danger",
    S.DONE: "success",
    S.OVERTAKEN: "neutral",
    S.DECLINED: "neutral",
    S.NOT_UNDERTAKEN: "warning",
    S.NO_CAPACITY: "warning",
    S.DROPPED: "neutral",
}

# fmt: off
STEPS = (
    # step             on the button                                              at once
    ("accept",         _("Accept the measure"),                                   True),
    ("refuse",         _("Do not accept the measure"),                            False),
    ("finish",         _("Report as done"),                                       False),
    ("overtake",       _("No longer needed or no longer possible"),               False),
    ("decline",        _("Not wanted by the person at risk"),                     False),
    ("not_undertake",  _("Not undertaken: say what is needed"),                   False),
    ("lack_capacity",  _("No capacity: say what is missing"),                     False),
    ("agree",          _("Take up the proposal"),                                 True),
    ("drop",           _("Do not take up the proposal"),                          False),
    ("renew",          _("Agree it anew"),                                        False),
)
# fmt: on
WEEK = timedelta(days=7)
# What brings it on, by state and whether the own institution is responsible (else: the case management).
NEXT_STEPS = {
    (S.AGREED, True): (_("Accept the measure"), "measure-read"),
    (S.ACCEPTED, True): (_("Report as done"), "measure-finish"),
    (S.PROPOSED, False): (_("Decide on the proposal"), "measure-read"),
    (S.REFUSED, False): (_("Agree it anew"), "measure-renew"),
}
# What is hoped for next.
NEXT = {S.PROPOSED: "agree", S.AGREED: "accept", S.ACCEPTED: "finish", S.REFUSED: "renew"}


def sealed_line(line: Line | None) -> str:
    return keyset.sealed(SALT, line.due_at.isoformat(), line.measure) if line else ""


def line_of(text: str) -> Line | None:
    return keyset.opened(SALT, text, lambda due_at, measure: Line(datetime.fromisoformat(due_at), UUID(measure)))


def state_of(measure: Measure) -> Cell:
    """Overdue is no state of the machine; it is what matters most."""
    label = measure.get_state_display()
    if measure.is_overdue:
        return Cell(_("overdue"), tone="danger", note=label)
    return Cell(label, tone=TONES[S(measure.state)])


def due_of(opened: Opened) -> Cell:
    """A time, the end of a period, or the latest date of an event; the event itself only where it was opened."""
    measure = opened.row
    notes: dict[str, Callable[[], str]] = {
        DueKind.PERIOD: lambda: _("from %(when)s") % {"when": moment(measure.starts_at)},
        DueKind.EVENT: lambda: opened.texts.get("due_event") or _("on an event, at the latest"),
    }
    note = notes.get(measure.due_kind)
    return Cell(moment(measure.due_at), note=note() if note else "")


@dataclass(frozen=True)
class Group:
    title: object
    rows: list[list[object]]


class BoardPresenter:
    columns = (_("Measure"), _("Case code"), _("Due"), _("State"), _("Responsible"))

    def __init__(self, rows: list[Opened], person: Person) -> None:
        self.opened, self.person = rows, person
        self.manages = person.role == Role.CASE_MANAGER

    @cached_property
    def rows(self) -> list[list[object]]:
        return [self._row(opened) for opened in self.opened]

    @property
    def columns_to_do(self) -> tuple[object, ...]:
        return (*self.columns, _("Next"))

    @cached_property
    def groups(self) -> list[Group]:
        """As one works: what is late, what is due this week, what can wait, and what has an outcome."""
        found: dict[object, list[list[object]]] = {}
        for opened in self.opened:
            found.setdefault(when(opened.row), []).append([*self._row(opened), self._next(opened.row)])
        return [Group(title, rows) for title, rows in found.items()]

    def _row(self, opened: Opened) -> list[object]:
        measure = opened.row
        own = measure.responsible_id == self.person.institution_id
        theirs = reverse("measure-list", query={"of": measure.responsible_id}) if self.manages else ""
        return [
            Cell(Truncator(opened.texts["what"]).chars(SHORT), reverse("measure-read", args=[measure.pk])),
            Cell(spoken(str(measure.case)), reverse("case-read", args=[measure.case_id])),
            due_of(opened),
            state_of(measure),
            Cell(measure.responsible, theirs, note="" if own or self.manages else _("you contribute")),
        ]

    def _next(self, measure: Measure) -> Cell:
        """The one step that brings it on, for whoever takes it; whether it may be taken now its page says."""
        own = measure.responsible_id == self.person.institution_id
        if not own and self.manages and measure.is_overdue and measure.state in IN_HAND:
            return Cell(_("Ask how it stands"), reverse("measure-read", args=[measure.pk]) + "#questions")
        label, name = NEXT_STEPS.get((measure.state, own), ("", "")) if own or self.manages else ("", "")
        return Cell(label, reverse(name, args=[measure.pk])) if label else Cell("–")


def when(measure: Measure) -> object:
    if measure.is_overdue:
        return _("Overdue")
    if measure.state not in UNSETTLED:
        return _("With an outcome")
    return _("Due within a week") if measure.due_at < clock.now() + WEEK else _("Later")


class MeasurePresenter:
    """One measure for one reader: its facts, its texts, and the steps the reader may take."""

    def __init__(self, file: MeasureFile) -> None:
        self.file, self.row, self.texts = file, file.measure.row, file.measure.texts

    @property
    def state(self) -> Cell:
        return state_of(self.row)

    @property
    def facts(self) -> list[tuple[object, object]]:
        measure = self.row
        listed = ", ".join(str(each) for each in self.file.contributing)
        facts = [
            (_("Case code"), Cell(spoken(str(measure.case)), reverse("case-read", args=[measure.case_id]))),
            (_("Responsible"), measure.responsible),
            (_("Contributing"), listed),
            (_("Due"), due_of(self.file.measure)),
            (_("Reveals"), ", ".join(str(label) for label in self.file.sections)),
            (_("In this state since"), moment(measure.state_since)),
        ]
        return [(label, value) for label, value in facts if value]

    @property
    def outcome(self) -> list[tuple[object, object]]:
        """What was reported; only what there is."""
        measure = self.row
        told = [
            (_("What became of it"), self.texts["outcome"]),
            (_("What is needed"), self.texts["needed"]),
            (_("What is missing"), measure.get_lack_display() if measure.lack else ""),
            (_("Missing since"), day(measure.lacking_since)),
            (_("Done instead"), self.texts["instead"]),
        ]
        return [(label, value) for label, value in told if value]

    @property
    def acts(self) -> list[Act]:
        """What may be done now; the step that brings it on stands first."""
        return sorted((act for act in self._acts if act.allowed), key=lambda act: not act.primary)

    @property
    def blocked(self) -> list[Act]:
        return [act for act in self._acts if not act.allowed]

    @property
    def _acts(self) -> list[Act]:
        """The steps that belong to this reader's part; those of others are not shown at all."""
        standing = self.file.standing
        own = [row for row in STEPS if not isinstance(standing.refusal(f"measure.{row[0]}"), Denied)]
        return [self._act(step, label, at_once) for step, label, at_once in own]

    def _act(self, step: str, label: object, at_once: bool) -> Act:
        why_not = self.file.standing.why_not(f"measure.{step}")
        url = "" if why_not else reverse(f"measure-{step}", args=[self.row.pk])
        primary = step == NEXT.get(self.row.state)
        return Act(label, url, allowed=not why_not, why_not=why_not, post=at_once, primary=primary)

    @property
    def may_ask(self) -> bool:
        return not self.file.standing.refusal("measure.ask")
