"""The case list: what a row says, and where the next page begins."""

from datetime import timedelta
from functools import cached_property

from django.core import signing
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.access.scope import CasePage, Place
from fallkonferenz.cases.models import Case, Participation
from fallkonferenz.cases.words import State
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.components import Cell, Column
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.templatetags.words import moment, spoken

SALT = "place in the case list"
SOON = timedelta(days=3)
TONES = {state: "info" if state is State.FLAGGED else "neutral" for state in State}


def sealed_place(place: Place | None) -> str:
    """A place that an address can carry and nobody can make up."""
    return signing.dumps([place.sort_at.isoformat(), str(place.case)], salt=SALT) if place else ""


def place_of(text: str) -> Place | None:
    """NotVisible for anything but a place of ours."""
    if not text:
        return None
    try:
        sort_at, case = signing.loads(text, salt=SALT)
    except signing.BadSignature as error:
        raise NotVisible from error
    return Place(parse_datetime(sort_at), case)


class ListPresenter:
    def __init__(self, page: CasePage, person: Person) -> None:
        self.page, self.person, self.manages = page, person, person.role == Role.CASE_MANAGER

    @property
    def columns(self) -> list[object]:
        limit = [_("Conference by")] if self.manages else []
        return [Column(_("Case code")), _("State"), _("Since"), _("Lead"), *limit]

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
            *([limit_of(case)] if self.manages else []),
        ]

    def _lead(self, case: Case) -> object:
        """Who leads tells who takes part: in the list the case management reads it, others know it of themselves."""
        return case.lead if case.lead and (self.manages or case.lead_id == self.person.institution_id) else "–"


def marks(case: Case) -> object:
    return _("Sharing stopped") if case.sharing_stopped_at and case.is_open else ""


def limit_of(case: Case) -> Cell:
    """Until when the case may wait for its conference. It follows from the level, so it is the case management's."""
    if case.confer_by is None or case.state not in (State.FLAGGED, State.ASSESSED):
        return Cell("")
    if case.confer_by > clock.now() + SOON:
        return Cell(moment(case.confer_by))
    over = case.confer_by < clock.now()
    return Cell(_("overdue") if over else _("soon"), tone="danger" if over else "warning", note=moment(case.confer_by))
