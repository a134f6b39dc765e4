"""The case list: what a row says, and where the next page begins."""

from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access.listing import LATE
from fallkonferenz.access.scope import CasePage, Place
from fallkonferenz.cases.models import Case, Participation
from fallkonferenz.cases.words import TO_CONFER, State
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.web import keyset
from fallkonferenz.web.components import Cell, Column
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.templatetags.words import day_of, moment, spoken

SALT = "place in the case list"
SOON = timedelta(days=3)
LATENESS = {
    "late_measure": _("measure since %(date)s"),
    "late_assessment": _("new assessment since %(date)s"),
    "late_conference": _("conference since %(date)s"),
}
TONES = {state: "info" if state is State.FLAGGED else "neutral" for state in State}


def sealed_place(place: Place | None) -> str:
    return keyset.sealed(SALT, place.sort_at.isoformat(), place.case) if place else ""


def place_of(text: str) -> Place | None:
    return keyset.opened(SALT, text, lambda sort_at, case: Place(datetime.fromisoformat(sort_at), UUID(case)))


class ListPresenter:
    def __init__(self, page: CasePage, person: Person, show: str = "") -> None:
        self.page, self.person, self.manages = page, person, person.role == Role.CASE_MANAGER
        self.is_late = show == LATE

    @property
    def columns(self) -> list[object]:
        last = [_("Overdue")] if self.is_late else [_("Conference by")] if self.manages else []
        return [Column(_("Case code")), _("State"), _("Since"), _("Lead"), *last]

    @cached_property
    def rows(self) -> list[list[object]]:
        return [self._row(row) for row in self.page.rows]

    def _row(self, row: Participation) -> list[object]:
        case = row.case
        return [
            Cell(spoken(str(case)), address("case-read", case.pk)),
            Cell(case.get_state_display(), tone=TONES[State(case.state)], note=marks(case)),
            moment(case.state_since),
            self._lead(case),
            *self._last(row),
        ]

    def _last(self, row: Participation) -> list[object]:
        if self.is_late:
            return [late_since(row)]
        return [Cell("") if row.is_assessing else limit_of(row.case)] if self.manages else []

    def _lead(self, case: Case) -> object:
        """Who leads tells who takes part: in the list the case management reads it, others know it of themselves."""
        if case.lead_id is None:
            return "–"
        if case.lead_id == self.person.institution_id:
            return self.person.institution
        return case.lead if self.manages else "–"


def late_since(row: Participation) -> str:
    """All that is late in a case, each with its date, the longest first."""
    found = [(getattr(row, name), sentence) for name, sentence in LATENESS.items() if getattr(row, name)]
    return ", ".join(
        str(sentence) % {"date": day_of(localtime(since))}
        for since, sentence in sorted(found, key=lambda each: each[0])
    )


def marks(case: Case) -> object:
    return _("Sharing stopped") if case.sharing_stopped_at and case.is_open else ""


def limit_of(case: Case) -> Cell:
    """Until when the case may wait for its conference. It follows from the level, so it is the case management's."""
    if case.confer_by is None or case.state not in TO_CONFER:
        return Cell("")
    if case.confer_by > clock.now() + SOON:
        return Cell(moment(case.confer_by))
    over = case.confer_by < clock.now()
    return Cell(_("overdue") if over else _("soon"), tone="danger" if over else "warning", note=moment(case.confer_by))
