"""The start page: short lists, the most urgent first; a list with nothing in it is not shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.actions.start import Overview
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import State
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.components import Act, Cell
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.templatetags.words import day, moment, spoken

AHEAD = timedelta(days=3)  # what falls due within this time is announced
SHOWN = 8
WAITING = (State.FLAGGED, State.ASSESSED)
Fits = Callable[[Case, Person], bool]


def is_stopped(case: Case, person: Person) -> bool:
    return case.sharing_stopped_at is not None


def must_confer_soon(case: Case, person: Person) -> bool:
    return case.state in WAITING and falls_due(case.confer_by)


def is_flagged(case: Case, person: Person) -> bool:
    return case.state == State.FLAGGED


def wants_signature(case: Case, person: Person) -> bool:
    return case.state == State.ASSESSED and case.co_signature_asked_at is not None and case.co_signed_at is None


def is_to_be_assessed_anew(case: Case, person: Person) -> bool:
    """The case management follows every case; others those they recognised or lead."""
    own = person.institution_id in (case.lead_id, case.recognised_by_id)
    return (own or person.role == Role.CASE_MANAGER) and falls_due(case.reassessment_due)


def is_to_be_informed(case: Case, person: Person) -> bool:
    return falls_due(case.uninformed_review_on)


def is_to_decide(case: Case, person: Person) -> bool:
    return case.state == State.ASSESSED and case.recognised_by_id == person.institution_id


def falls_due(at: date | None) -> bool:
    return at is not None and (as_day(at) <= as_day(clock.now() + AHEAD))


def as_day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


@dataclass(frozen=True)
class Matter:
    """One kind of thing to do with a case: which cases, and the date that says how urgent it is."""

    id: str
    title: object
    when: object
    fits: Fits
    date: str
    tone: str = ""
    is_limit: bool = True


# fmt: off
MATTERS_OF_MANAGEMENT = (
    Matter("stopped",    _("Sharing stopped: decide"), _("Decide by"),       is_stopped,       "decide_sharing_by", "danger"),
    Matter("confer",     _("Conference due"),          _("Conference by"),   must_confer_soon, "confer_by",         "danger"),
    Matter("new",        _("To be assessed"),          _("Flagged since"),   is_flagged,       "state_since",       "accent",
           is_limit=False),
    Matter("sign",       _("Co-signature asked"),      _("Asked on"),        wants_signature,  "co_signature_asked_at", "accent",
           is_limit=False),
    Matter("anew",       _("To be assessed anew"),     _("Due on"),          is_to_be_assessed_anew, "reassessment_due"),
    Matter("uninformed", _("Endangering person not informed: review"), _("Due on"), is_to_be_informed, "uninformed_review_on"),
)
MATTERS_OF_PROFESSIONALS = (
    Matter("decide",     _("Alone or in a conference? Your decision"), _("Assessed since"), is_to_decide, "state_since", "accent",
           is_limit=False),
    Matter("anew",       _("To be assessed anew"),     _("Due on"),          is_to_be_assessed_anew, "reassessment_due"),
)
# fmt: on


@dataclass(frozen=True)
class Waiting:
    """One short list: where to, and since or until when."""

    id: str
    title: object
    when: object
    rows: list[list[object]]
    tone: str = ""

    @property
    def columns(self) -> list[object]:
        return [_("Case code"), self.when]

    @property
    def shown(self) -> list[list[object]]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.rows) - len(self.shown)


class StartPresenter:
    def __init__(self, overview: Overview, person: Person) -> None:
        self.overview, self.person = overview, person

    @property
    def lists(self) -> list[Waiting]:
        own = [self._measures(), self._invitations(), self._referrals()]
        if self.person.role == Role.CASE_MANAGER:
            found = [*map(self._matter, MATTERS_OF_MANAGEMENT), *own]
        else:
            found = [*own, *map(self._matter, MATTERS_OF_PROFESSIONALS)]
        return [each for each in found if each.rows]

    @property
    def notices(self) -> int:
        return self.overview.notices

    @property
    def notices_url(self) -> str:
        return address("notice-list")

    def _matter(self, matter: Matter) -> Waiting:
        cases = [case for case in self.overview.cases if matter.fits(case, self.person)]
        cases.sort(key=lambda case: getattr(case, matter.date))
        say = limit if matter.is_limit else written
        rows = [
            [Cell(spoken(str(case)), address("case-read", case.pk)), say(getattr(case, matter.date))] for case in cases
        ]
        return Waiting(matter.id, matter.title, matter.when, rows, matter.tone)

    def _measures(self) -> Waiting:
        rows = [
            [
                Cell(spoken(str(each.case)), address("measure-read", each.pk), note=each.get_state_display()),
                limit(each.due_at),
            ]
            for each in self.overview.measures
        ]
        return Waiting("measures", _("Measures of your institution"), _("Due"), rows, "accent")

    def _invitations(self) -> Waiting:
        rows = [
            [
                Cell(spoken(str(item.case)), address("conference-read", item.conference_id)),
                moment(item.conference.starts_at),
            ]
            for item in (each.item for each in self.overview.invitations)
        ]
        return Waiting("invitations", _("Invitations to answer"), _("Begins at"), rows, "accent")

    def _referrals(self) -> Waiting:
        rows = [
            [Cell(spoken(str(each.case)), address("case-confirm_referral", each.case_id)), day(each.entered_at)]
            for each in self.overview.referrals
        ]
        return Waiting("referrals", _("Referrals to be confirmed"), _("Entered on"), rows)


def written(at: date) -> str:
    return moment(at) if isinstance(at, datetime) else day(at)


def limit(at: date) -> Cell:
    """A date until which something is to be done: a day is over at its end, a moment at once."""
    now = clock.now()
    over = at < now if isinstance(at, datetime) else at < now.date()
    return Cell(_("overdue"), tone="danger", note=written(at)) if over else Cell(written(at))


# Roles that never see a case: where their work is.
PLACES = {
    Role.COORDINATOR: ((_("Figures"), "figures-read"),),
    Role.OFFICER: ((_("Keys of the log"), "keys-read"),),
    Role.ADMINISTRATOR: (
        (_("Institutions"), "institution-list"),
        (_("Persons"), "person-list"),
        (_("Regions"), "region-list"),
    ),
}


def places_of(role: str) -> list[Act]:
    return [Act(label, address(name)) for label, name in PLACES[Role(role)]]
