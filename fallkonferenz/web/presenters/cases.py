"""The case file as one reader sees it: stages, facts, measures. It words what the reading found and hides nothing more."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.actions.reading import CaseFile, Opened
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import TO_CONFER, Closing, Level, PartyRole, State
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import UNSETTLED, MeasureState
from fallkonferenz.vault.codes import spoken
from fallkonferenz.web.components import Cell, Crumb, Link, Stage
from fallkonferenz.web.presenters import flags as red_flags
from fallkonferenz.web.presenters.acts import ActsPresenter
from fallkonferenz.web.presenters.firearms import answer_cell
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.presenters.listing import TONES
from fallkonferenz.web.presenters.sections import SectionsPresenter, SectionView, written
from fallkonferenz.web.presenters.timeline import TimelinePresenter
from fallkonferenz.web.presenters.waiting import due_by
from fallkonferenz.web.templatetags.words import day, moment

LEVEL_TONES = {Level.ACUTE: "danger", Level.HIGH: "danger", Level.MEDIUM: "warning", Level.NOT_RAISED: "neutral"}
MEASURE_TONES = {
    MeasureState.DONE: "success",
    MeasureState.NO_CAPACITY: "warning",
    MeasureState.NOT_UNDERTAKEN: "warning",
    MeasureState.REFUSED: "danger",
}
# Ways through the lifecycle that leave stages out.
SHORT_WAYS = {
    Closing.DISMISSED: (State.FLAGGED, State.CLOSED),
    Closing.NOT_HIGH_RISK: (State.FLAGGED, State.ASSESSED, State.CLOSED),
}


class CasePresenter:
    def __init__(self, file: CaseFile, person: Person) -> None:
        self.file, self.person, self.case = file, person, file.case
        self.manages = person.role == Role.CASE_MANAGER

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Cases"), address("case-list")), Crumb(_("Case"))]

    @property
    def state_tone(self) -> str:
        return TONES[State(self.case.state)]

    @property
    def level(self) -> Cell | None:
        """The level that follows from what this reader may see."""
        if not self.file.level:
            return None
        level = Level(self.file.level)
        return Cell(level.label, tone=LEVEL_TONES[level])

    @cached_property
    def flags(self) -> red_flags.Rows:
        return red_flags.rows(self.file.flags)

    @property
    def stages(self) -> list[Stage]:
        way = [state for state in State if state in self._way]
        here = way.index(State(self.case.state))
        positions = ["done"] * here + ["current"] + ["ahead"] * (len(way) - here - 1)
        since = _("since %(day)s") % {"day": written(self.case.state_since)}
        return [
            Stage(state.label, position, since if position == "current" else "")
            for state, position in zip(way, positions, strict=True)
        ]

    @property
    def _way(self) -> tuple[State, ...]:
        """Why a case was closed belongs to the section on risk, and a short way would tell it."""
        ways = SHORT_WAYS.get(self.case.closing, tuple(State)) if self.file.sight.reads(Section.RISK) else tuple(State)
        past_conference = self.case.state in (State.MEASURES, State.CLOSED) and not self.file.items
        return tuple(state for state in ways if not (past_conference and state == State.CONFERENCE))

    @property
    def facts(self) -> list[tuple[object, object]]:
        case = self.case
        return [
            (_("Own reference"), self.file.reference or "–"),
            (_("Relationship"), case.get_relationship_display()),
            *([(_("Lead"), case.lead or "–")] if self.file.sight.reads(Section.MEASURES) else []),
            (_("Flagged on"), day(case.opened_at)),
            *(self._dates_of_referrals() if self.file.sight.reads(Section.INCIDENT) else []),
            *(self._deadlines() if self.manages else []),
            *(self._dates_of_risk() if self.file.sight.reads(Section.RISK) else []),
        ]

    def _dates_of_referrals(self) -> list[tuple[object, object]]:
        """A further referral is a further incident; who may not read incidents is not told by a date that moved."""
        return [
            (_("Last referral"), day(self.case.last_referral_at)),
            *self._when(_("Repeats"), self.case.repeats),
        ]

    def _dates_of_risk(self) -> list[tuple[object, object]]:
        return [
            *self._when(_("Firearms"), self._firearms),
            *self._when(_("Next assessment"), self._next_assessment),
            *self._when(_("Look at it again on"), self._dated(self.case.review_on)),
        ]

    @property
    def _firearms(self) -> Cell | None:
        """The last answer that this reader may see."""
        said = self.file.firearms
        if said is None:
            return None
        note = _("answered on %(day)s by %(who)s") % {"day": written(said.at), "who": said.institution}
        return answer_cell(said.answer)._replace(note=note)

    @property
    def _next_assessment(self) -> Cell | None:
        due = self.file.next_assessment
        return due and Cell(due_by(due), note=_("due") if self.case.is_open and due <= clock.now() else "")

    def _deadlines(self) -> list[tuple[object, object]]:
        """Until when a case may wait for its conference tells its level: not to who assesses it independently."""
        case = self.case
        waits = case.state in TO_CONFER and not self.file.is_assessing
        waiting = case.confer_by if waits else None
        return [
            *self._when(_("Conference by"), waiting and moment(waiting)),
            *self._when(_("Decide on sharing by"), case.decide_sharing_by and moment(case.decide_sharing_by)),
            *self._when(_("Not informed: review on"), self._dated(case.uninformed_review_on)),
        ]

    def _dated(self, date: object) -> object:
        """A date of an open case; in bold words when it is over."""
        if date is None:
            return None
        over = self.case.is_open and date <= clock.today()
        return Cell(day(date), note=_("due") if over else "")

    def _when(self, label: object, value: object) -> list[tuple[object, object]]:
        return [(label, value)] if value else []

    @property
    def parties(self) -> list[tuple[object, object]]:
        """The pair first, then those who are affected by it."""
        order = list(PartyRole.values)
        known = sorted(self.file.parties, key=lambda party: order.index(party.role))
        return [(party.get_role_display(), spoken(party.code)) for party in known]

    @cached_property
    def _content(self) -> SectionsPresenter:
        return SectionsPresenter(self.file, self.person)

    @property
    def sections(self) -> list[SectionView]:
        return self._content.filled

    @property
    def empty_sections(self) -> list[tuple[object, object]]:
        return self._content.empty

    @property
    def shows_measures(self) -> bool:
        return Section.MEASURES in self.file.sight.existing

    @property
    def measures_view(self) -> SectionView:
        return SectionView(Section.MEASURES, own_only=False)

    measure_columns = (_("What"), _("Responsible"), _("Due"), _("State"))
    conference_columns = (_("Begins at"), _("Kind"), _("Outcome"), _("Attendance"))

    @cached_property
    def measures(self) -> list[list[object]]:
        """What is still to be done, overdue first; proposals among them."""
        return [self._measure(opened) for opened in self.file.measures if opened.row.state in UNSETTLED]

    @cached_property
    def settled_measures(self) -> list[list[object]]:
        return [self._measure(opened) for opened in self.file.measures if opened.row.state not in UNSETTLED]

    def _measure(self, opened: Opened) -> list[object]:
        row, what = opened.row, opened.texts["what"]
        due = Cell(moment(row.due_at), note=opened.texts["due_event"])
        mark = _("not to be used towards the endangering person") if row.handling_mark else ""
        return [Cell(what, address("measure-read", row.pk), note=mark), row.responsible, due, self._state_of(row)]

    def _state_of(self, row: object) -> Cell:
        if row.is_overdue:
            return Cell(_("overdue"), tone="danger", note=row.get_state_display())
        return Cell(row.get_state_display(), tone=MEASURE_TONES.get(MeasureState(row.state), "neutral"))

    @property
    def conferences(self) -> list[list[object]]:
        return [self._item(opened.row) for opened in self.file.items]

    def _item(self, item: object) -> list[object]:
        meeting = item.conference
        places = item.places
        mine = any(place.institution_id == self.person.institution_id for place in places)
        who = ", ".join(f"{place.institution} ({place.get_answer_display()})" for place in places)
        return [
            Cell(moment(meeting.starts_at), address("conference-read", meeting.pk)),
            Cell(meeting.get_kind_display(), note=meeting.get_mode_display()),
            Cell(item.get_outcome_display(), note=item.get_naming_display()),
            who if mine or self.manages else "",
        ]

    @cached_property
    def timeline(self) -> TimelinePresenter:
        return TimelinePresenter(self.file)

    @property
    def contents(self) -> list[Link]:
        """Where one can jump to: first what is to be done."""
        links = [
            Link(_("Next steps"), "#next"),
            *(Link(view.title, f"#{view.section.value}") for view in self.sections),
            *([Link(self.measures_view.title, "#measures")] if self.shows_measures else []),
            *([Link(_("Conferences"), "#conferences")] if self.file.items else []),
            Link(_("Course of the case"), "#course"),
        ]
        return [*links, *([Link(_("What is not possible, and why"), "#blocked")] if self.acts.blocked else [])]

    @cached_property
    def acts(self) -> ActsPresenter:
        waiting = [each.row for each in self.file.referrals if each.row.is_to_be_confirmed]
        own = [row for row in waiting if self.manages or row.institution_id == self.person.institution_id]
        return ActsPresenter(self.file.standing, self.file.sight, self.case, to_be_confirmed=bool(own))
