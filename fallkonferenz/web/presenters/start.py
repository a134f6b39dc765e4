"""The start page of those who work at cases: first what is urgent, whatever it is, then one short list for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access.waiting import MATTERS, waiting_as
from fallkonferenz.actions.start import Overview
from fallkonferenz.conferences.models import Answer, Attendance
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import Measure
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.presenters.waiting import Line, Waiting, ends

URGENT_SHOWN = 8
T = TypeVar("T")


def as_day(at: date) -> date:
    """In local time: the day of the calendar on the wall."""
    return timezone.localtime(at).date() if isinstance(at, datetime) else at


@dataclass(frozen=True)
class Matter:
    """One kind of thing to do with a case, by its name in ``access.waiting``, and the date that says how urgent it is."""

    id: str
    when: object
    date: str
    tone: str = ""
    is_limit: bool = True


# fmt: off
MATTERS_OF_MANAGEMENT = (
    Matter("stopped",    _("Decide by"),      "decide_sharing_by",    "accent"),
    Matter("confer",     _("Conference by"),  "confer_by",            "accent"),
    Matter("new",        _("Flagged since"),  "state_since",          "accent", is_limit=False),
    Matter("sign",       _("Asked on"),       "co_signature_asked_at", "accent", is_limit=False),
    Matter("anew",       _("Due on"),         "next_assessment"),
    Matter("uninformed", _("Due on"),         "uninformed_review_on"),
)
MATTERS_OF_PROFESSIONALS = (
    Matter("decide",     _("Assessed since"), "state_since",          "accent", is_limit=False),
    Matter("anew",       _("Due on"),         "next_assessment"),
)
# fmt: on


class StartPresenter:
    urgent_columns = (_("What"), _("Case code"), _("When"))

    def __init__(self, overview: Overview, person: Person) -> None:
        self.overview, self.person = overview, person
        self.manages = person.role == Role.CASE_MANAGER

    @cached_property
    def all(self) -> list[Waiting]:
        """Everything that waits, by kind."""
        if self.manages:
            matters = [*map(self._matter, MATTERS_OF_MANAGEMENT)]
            rest = [*self._meetings(), *self._measures(), self._invitations(), self._begun(), self._referrals()]
            found = [*matters, *rest]
        else:
            own = [*self._measures(), self._invitations(), self._begun(), self._referrals()]
            found = [*own, *map(self._matter, MATTERS_OF_PROFESSIONALS)]
        return [each for each in found if each.lines]

    @property
    def lists(self) -> list[Waiting]:
        return [each for each in self.all if each.calm]

    @cached_property
    def _urgent(self) -> list[tuple[Waiting, Line]]:
        """Across all kinds, what has waited longest first."""
        found = [(each, line) for each in self.all for line in each.lines if line.is_urgent]
        return sorted(found, key=lambda pair: ends(pair[1].at))

    @property
    def urgent(self) -> list[list[object]]:
        return [[each.title, line.where, line.when] for each, line in self._urgent[:URGENT_SHOWN]]

    @property
    def urgent_more(self) -> list[list[object]]:
        return [[each.title, line.where, line.when] for each, line in self._urgent[URGENT_SHOWN:]]

    @property
    def notices(self) -> int:
        return self.overview.notices

    def _matter(self, matter: Matter) -> Waiting:
        cases = [case for case in self.overview.cases if getattr(case, waiting_as(matter.id))]
        cases.sort(key=lambda case: getattr(case, matter.date))
        lines = [
            Line(case, address("case-read", case.pk), getattr(case, matter.date), matter.is_limit) for case in cases
        ]
        return Waiting(matter.id, MATTERS[matter.id][0], matter.when, lines, matter.tone, whole_list(matter.id))

    def _measures(self) -> list[Waiting]:
        """The own ones; and for the case management what other institutions are late with or gave back."""
        own, others = parted(self.overview.measures, lambda each: each.responsible_id == self.person.institution_id)
        back, late = parted(others, lambda each: each.state == MeasureState.REFUSED)
        mine = [self._measure(each, each.get_state_display()) for each in own]
        return [
            Waiting("measures", _("Measures of your institution"), _("Due"), mine, "accent", board()),
            Waiting("refused", _("Not accepted: agree anew"), _("Due"), self._followed(back), "", board("refused")),
            Waiting("late", _("Overdue at other institutions"), _("Due"), self._followed(late), "", board("overdue")),
        ]

    def _measure(self, measure: Measure, note: object, *, limit: bool = True) -> Line:
        return Line(measure.case, address("measure-read", measure.pk), measure.due_at, limit, note)

    def _followed(self, measures: list[Measure]) -> list[Line]:
        """Somebody else's to do: it waits in its own list, it is not the case management's own overdue work."""
        return [self._measure(each, each.responsible, limit=False) for each in measures]

    def _invitations(self) -> Waiting:
        lines = [self._invited(each) for each in self.overview.invitations]
        return Waiting(
            "invitations",
            _("Conferences you are invited to"),
            _("Begins at"),
            lines,
            "accent",
            address("conference-list"),
        )

    def _invited(self, attendance: Attendance) -> Line:
        item, waits = attendance.item, attendance.answer == Answer.INVITED
        note = _("not answered yet") if waits else attendance.get_answer_display()
        return Line(item.case, address("conference-read", item.conference_id), item.conference.starts_at, waits, note)

    def _meetings(self) -> list[Waiting]:
        """What has begun waits for its record; what lies ahead is announced."""
        begun, ahead = parted(self.overview.meetings, lambda item: item.conference.starts_at < clock.now())
        record = [Line(item.case, address("case-hold", item.case_id), item.conference.starts_at) for item in begun]
        prepare = [
            Line(item.case, address("conference-read", item.conference_id), item.conference.starts_at, limit=False)
            for item in ahead
        ]
        return [
            Waiting("record", _("Record the conference"), _("Begins at"), record, "accent", address("conference-list")),
            Waiting("meetings", _("On the agenda"), _("Begins at"), prepare, "", address("conference-list")),
        ]

    def _begun(self) -> Waiting:
        lines = [
            Line(each.case, address("assessment-read", each.pk), each.begun_at, limit=False)
            for each in self.overview.begun
        ]
        return Waiting("begun", MATTERS["begun"][0], _("Open since"), lines, "accent", whole_list("begun"))

    def _referrals(self) -> Waiting:
        lines = [
            Line(each.case, address("case-confirm_referral", each.case_id), as_day(each.entered_at), limit=False)
            for each in self.overview.referrals
        ]
        return Waiting("referrals", MATTERS["referrals"][0], _("Entered on"), lines, "", whole_list("referrals"))


def board(show: str = "") -> str:
    return reverse("measure-list", query={"show": show} if show else {})


def whole_list(matter: str) -> str:
    """All cases in which this waits, by pages."""
    return reverse("case-list", query={"show": matter})


def parted(things: list[T], is_so: Callable[[T], bool]) -> tuple[list[T], list[T]]:
    return [each for each in things if is_so(each)], [each for each in things if not is_so(each)]
