"""The assessments of a case: over time, side by side, and what can be done next. Only what this reader may see is in it."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from fallkonferenz.actions.assessed import Overview
from fallkonferenz.actions.reading import Opened
from fallkonferenz.cases.levels import is_below
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level, LoweringOutcome
from fallkonferenz.institutions.models import Person
from fallkonferenz.web import trail
from fallkonferenz.web.components import Act, Cell, Crumb
from fallkonferenz.web.presenters import firearms
from fallkonferenz.web.presenters.assessments.history import History
from fallkonferenz.web.presenters.assessments.known import Known
from fallkonferenz.web.presenters.assessments.wording import level_cell

OUTCOME_TONES = {
    LoweringOutcome.ASKED: "warning",
    LoweringOutcome.CONFIRMED: "success",
    LoweringOutcome.REFUSED: "danger",
}


class Request(NamedTuple):
    """A request to lower the level, and what became of it."""

    at: Any
    outcome: str
    tone: str
    what: str
    who: str
    text: str
    url: str


class Differs(NamedTuple):
    """Somebody sees another level than the case has."""

    institution: object
    author: object
    at: Any
    nature: str
    text: str


class ListPresenter(History):
    def __init__(self, overview: Overview, person: Person, known: Known) -> None:
        self.overview, self.person, self.case = overview, person, overview.case
        super().__init__(overview.assessments, [each.row for each in overview.lowerings], person, known)

    @property
    def crumbs(self) -> list[Crumb]:
        return trail.of_case(self.case.pk, _("Risk assessments"))

    @property
    def hidden(self) -> bool:
        return self.overview.hidden

    @property
    def level(self) -> Cell | None:
        return level_cell(self.overview.level) if self.overview.level else None

    @property
    def lowerings(self) -> list[Request]:
        return [self._request(each) for each in reversed(self.overview.lowerings)]

    def _request(self, opened: Opened) -> Request:
        row = opened.row
        levels = {"before": Level(row.from_level).label, "after": Level(row.to_level).label}
        return Request(
            at=row.asked_at,
            outcome=_outcome(row),
            tone=OUTCOME_TONES.get(LoweringOutcome(row.outcome), "neutral"),
            what=_("%(before)s to %(after)s") % levels,
            who=" – ".join(str(each) for each in (row.institution, row.decided_institution) if each),
            text="\n\n".join(filter(None, [opened.texts["reasons"], opened.texts["refusal_reasons"]])),
            url=reverse("level-read_lower", args=[row.pk]) if row.can_be_decided else "",
        )

    @property
    def dissents(self) -> list[Differs]:
        return [
            Differs(
                each.row.institution,
                each.row.author,
                each.row.at,
                _("sees: %(level)s") % {"level": Level(each.row.level).label},
                each.texts["reasons"],
            )
            for each in reversed(self.overview.dissents)
        ]

    firearms_columns = firearms.COLUMNS

    @property
    def firearms(self) -> list[list[object]]:
        return firearms.rows(self.overview.firearms)

    @property
    def acts(self) -> list[Act]:
        """For institutions that write under risk; others read."""
        if self.overview.sight.views[Section.RISK] != "c":
            return []
        dissent = self._act("level.dissent", _("Record dissent"), "level-dissent")
        return [self._assess(), self._lower(), dissent]

    def _assess(self) -> Act:
        own = self.overview.own_open
        if own:
            return Act(_("Go on with the open assessment"), reverse("assessment-read", args=[own.pk]), primary=True)
        return self._act("assessment.begin", _("Begin an assessment"), "assessment-begin", primary=True)

    def _lower(self) -> Act:
        label, why_not = _("Ask to lower the level"), self._why_not_lower()
        if why_not:
            return Act(label, allowed=False, why_not=why_not)
        return self._act("level.ask_lower", label, "level-ask_lower")

    def _why_not_lower(self) -> str:
        """As far as this page can tell; the act itself looks again."""
        level = self.overview.level
        if self.overview.own_open:  # what others said is hidden, the level that follows from it too
            return _("Your institution has an open assessment of this case. Complete or discard it first.")
        if not level:
            return _("This case has no level yet.")
        if level == Level.NOT_RAISED:
            return _("The level is the lowest already.")
        if any(each.row.can_be_decided for each in self.overview.lowerings):
            return _("A request to lower the level of this case waits for its answer.")
        own = [each.row.level for each in self.shown if each.row.institution_id == self.person.institution_id]
        if own and is_below(own[-1], level):
            return ""
        return _("Assess the risk anew first: your own assessment has to come to this level or a lower one.")

    def _act(self, right: str, label: str, name: str, *, primary: bool = False) -> Act:
        why_not = self.overview.standing.why_not(right)
        url = "" if why_not else reverse(name, args=[self.case.pk])
        return Act(label, url, allowed=not why_not, why_not=why_not, primary=primary)


def _outcome(row: Any) -> str:
    """A request whose time is over was not decided."""
    if row.outcome == LoweringOutcome.ASKED and not row.can_be_decided:
        return _("not decided in time")
    return str(row.get_outcome_display())
