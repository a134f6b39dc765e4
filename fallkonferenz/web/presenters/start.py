"""The start page: short lists, the most urgent first; a list with nothing in it is not shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.actions.start import Overview
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import State
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.components import Act, Cell
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.templatetags.words import day, moment

AHEAD = timedelta(days=3)  # what falls due within this time is announced
SHOWN = 8
WAITING = (State.FLAGGED, State.ASSESSED)


@dataclass(frozen=True)
class Waiting:
    """One short list. ``rows`` are (link, since or until when)."""

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
        self.manages = person.role == Role.CASE_MANAGER
        self.soon = clock.now() + AHEAD

    @property
    def lists(self) -> list[Waiting]:
        lists = [*self._of_management(), *self._of_everybody()] if self.manages else [*self._of_everybody()]
        return [each for each in lists if each.rows]

    @property
    def notices(self) -> int:
        return self.overview.notices

    @property
    def notices_url(self) -> str:
        return address("notice-list")

    def _of_management(self) -> list[Waiting]:
        return [
            self._cases("stopped", _("Sharing stopped: decide"), _("Decide by"), is_stopped, "decide_sharing_by", "danger"),
            self._cases("late", _("Conference due"), _("Conference by"), self._must_confer_soon, "confer_by", "danger"),
            self._cases("new", _("To be assessed"), _("Flagged since"), is_flagged, "state_since", "accent"),
            self._cases("sign", _("Co-signature asked"), _("Asked on"), wants_signature, "co_signature_asked_at", "accent"),
            self._cases("anew", _("To be assessed anew"), _("Due on"), self._due("reassess_on"), "reassess_on"),
            self._cases("uninformed", _("Endangering person not informed: review"), _("Due on"),
                        self._due("uninformed_review_on"), "uninformed_review_on"),
        ]  # fmt: skip

    def _of_everybody(self) -> list[Waiting]:
        return [
            self._measures(),
            self._invitations(),
            self._referrals(),
            *([] if self.manages else self._of_professional()),
        ]

    def _of_professional(self) -> list[Waiting]:
        return [
            self._cases("decide", _("Alone or in a conference? Your decision"), _("Assessed since"),
                        self._is_to_decide, "state_since"),
            self._cases("anew", _("To be assessed anew"), _("Due on"), self._own_due, "reassess_on"),
        ]  # fmt: skip

    def _cases(
        self, name: str, title: object, when: object, fits: Callable[[Case], bool], date: str, tone: str = ""
    ) -> Waiting:
        found = sorted(filter(fits, self.overview.cases), key=lambda case: getattr(case, date))
        return Waiting(
            name, title, when, [[link(case), self._dated(getattr(case, date), tone)] for case in found], tone
        )

    def _dated(self, value: object, tone: str = "") -> Cell:
        is_moment = hasattr(value, "hour")
        over = tone != "accent" and (value < clock.now() if is_moment else value <= clock.now().date())
        return Cell(moment(value) if is_moment else day(value), note=_("overdue") if over else "")

    def _must_confer_soon(self, case: Case) -> bool:
        return case.confer_by is not None and case.state in WAITING and case.confer_by <= self.soon

    def _due(self, date: str) -> Callable[[Case], bool]:
        return lambda case: getattr(case, date) is not None and getattr(case, date) <= self.soon.date()

    def _own_due(self, case: Case) -> bool:
        own = self.person.institution_id in (case.lead_id, case.recognised_by_id)
        return own and self._due("reassess_on")(case)

    def _is_to_decide(self, case: Case) -> bool:
        return case.state == State.ASSESSED and case.recognised_by_id == self.person.institution_id

    def _measures(self) -> Waiting:
        rows = [
            [Cell(each.case, address("measure-read", each.pk), note=each.get_state_display()), self._dated(each.due_at)]
            for each in self.overview.measures
        ]
        return Waiting("measures", _("Measures of your institution"), _("Due"), rows, "accent")

    def _invitations(self) -> Waiting:
        rows = [
            [
                Cell(each.item.case, address("conference-read", each.item.conference_id)),
                moment(each.item.conference.starts_at),
            ]
            for each in self.overview.invitations
        ]
        return Waiting("invitations", _("Invitations to answer"), _("Begins at"), rows, "accent")

    def _referrals(self) -> Waiting:
        rows = [
            [
                Cell(each.case, address("case-confirm_referral", each.case_id), note=each.institution),
                day(each.entered_at),
            ]
            for each in self.overview.referrals
        ]
        return Waiting("referrals", _("Referrals to be confirmed"), _("Entered on"), rows)


def link(case: Case) -> Cell:
    return Cell(case, address("case-read", case.pk))


def is_stopped(case: Case) -> bool:
    return case.sharing_stopped_at is not None


def is_flagged(case: Case) -> bool:
    return case.state == State.FLAGGED


def wants_signature(case: Case) -> bool:
    return case.state == State.ASSESSED and case.co_signature_asked_at is not None and case.co_signed_at is None


def _existing(acts: Iterable[Act]) -> list[Act]:
    return [act for act in acts if act.url]


# Roles that never see a case: where their work is.
PLACES: dict[Role, Callable[[], list[Act]]] = {
    Role.COORDINATOR: lambda: _existing([Act(_("Figures"), address("figures"), primary=True)]),
    Role.OFFICER: lambda: _existing([Act(_("Keys of the log"), address("keys-read"), primary=True)]),
    Role.ADMINISTRATOR: lambda: _existing(
        [
            Act(_("Institutions"), address("institution-list"), primary=True),
            Act(_("Persons"), address("person-list")),
            Act(_("Regions"), address("region-list")),
        ]
    ),
}
