"""The case file as one reader sees it: stages, facts, sections. It words what the reading found and hides nothing more."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.actions.reading import CaseFile, Opened
from fallkonferenz.cases.sections import HINTS, Section
from fallkonferenz.cases.words import Channel, Closing, Level, PartyRole, ReferralGround, State, Weekday
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import OPEN, MeasureState
from fallkonferenz.vault.codes import spoken
from fallkonferenz.web.components import Cell, Crumb, Stage
from fallkonferenz.web.presenters.acts import ActsPresenter
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.presenters.listing import TONES
from fallkonferenz.web.templatetags.words import day, day_of, moment

LEVEL_TONES = {Level.ACUTE: "danger", Level.HIGH: "danger", Level.MEDIUM: "warning", Level.NOT_RAISED: "neutral"}
MEASURE_TONES = {
    MeasureState.DONE: "success",
    MeasureState.NO_CAPACITY: "warning",
    MeasureState.NOT_UNDERTAKEN: "warning",
    MeasureState.REFUSED: "danger",
}
TO_DO = (MeasureState.PROPOSED, *OPEN)
LATEST = 3  # assessments that are shown unfolded
# Ways through the lifecycle that leave stages out.
SHORT_WAYS = {
    Closing.DISMISSED: (State.FLAGGED, State.CLOSED),
    Closing.NOT_HIGH_RISK: (State.FLAGGED, State.ASSESSED, State.CLOSED),
}


def written(at: datetime) -> str:
    """A day within a sentence."""
    return day_of(timezone.localtime(at))


@dataclass(frozen=True)
class Statement:
    """One entry or assessment, in the words of the ``entry`` component."""

    text: str
    facts: dict[str, object]
    correct_url: str = ""


@dataclass(frozen=True)
class SectionView:
    section: Section
    own_only: bool
    statements: list[Statement] = field(default_factory=list)
    notes: list[tuple[object, object]] = field(default_factory=list)
    earlier: list[Statement] = field(default_factory=list)  # folded: the latest ones tell where the case stands

    @property
    def title(self) -> object:
        return self.section.label

    @property
    def hint(self) -> object:
        return HINTS[self.section]


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
        """The last assessment that this reader may see."""
        if not self.file.assessments:
            return None
        last = self.file.assessments[-1].row
        return Cell(last.get_level_display(), tone=LEVEL_TONES[Level(last.level)])

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
        ways = SHORT_WAYS.get(self.case.closing, tuple(State))
        past_conference = self.case.state in (State.MEASURES, State.CLOSED) and not self.file.items
        return tuple(state for state in ways if not (past_conference and state == State.CONFERENCE))

    @property
    def facts(self) -> list[tuple[object, object]]:
        case = self.case
        return [
            (_("Own reference"), self.file.reference or "–"),
            (_("Relationship"), case.get_relationship_display()),
            (_("Lead"), case.lead or "–"),
            (_("Flagged on"), day(case.opened_at)),
            (_("Last referral"), day(case.last_referral_at)),
            *self._when(_("Repeats"), case.repeats),
            *(self._deadlines() if self.manages else []),
            *self._when(_("Next assessment"), self._dated(case.reassessment_due)),
            *self._when(_("Look at it again on"), self._dated(case.review_on)),
        ]

    def _deadlines(self) -> list[tuple[object, object]]:
        case = self.case
        waiting = case.confer_by if case.state in (State.FLAGGED, State.ASSESSED) else None
        return [
            *self._when(_("Conference by"), waiting and moment(waiting)),
            *self._when(_("Decide on sharing by"), case.decide_sharing_by and moment(case.decide_sharing_by)),
            *self._when(_("Not informed: review on"), self._dated(case.uninformed_review_on)),
        ]

    def _dated(self, date: object) -> object:
        """A date of an open case; in bold words when it is over."""
        if date is None:
            return None
        over = self.case.is_open and date <= clock.now().date()
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
    def _sections(self) -> list[SectionView]:
        """Only sections that exist for this reader, in the order of the screen; measures have their own table."""
        return [self._section(section) for section in self.file.sight.existing if section is not Section.MEASURES]

    @property
    def sections(self) -> list[SectionView]:
        return [view for view in self._sections if view.statements or view.notes]

    @property
    def empty_sections(self) -> list[tuple[object, object]]:
        """Named in a few lines, so that what there is can be found at once."""
        return [(view.title, view.hint) for view in self._sections if not view.statements and not view.notes]

    def _section(self, section: Section) -> SectionView:
        statements = [self._entry(opened) for opened in self.file.entries_of(section)]
        assessments = self._assessments if section is Section.RISK else []
        return SectionView(
            section,
            not self.file.sight.reads(section),
            [*assessments[:LATEST], *statements],
            self._notes(section),
            assessments[LATEST:],
        )

    @property
    def _assessments(self) -> list[Statement]:
        """Latest first."""
        return [self._assessment(opened) for opened in reversed(self.file.assessments)]

    def _entry(self, opened: Opened) -> Statement:
        row = opened.row
        corrected = hasattr(row, "corrected_by")
        own = row.institution_id == self.person.institution_id and not corrected and self.case.frozen_at is None
        facts = {
            "institution": row.institution,
            "author": row.author,
            "happened": row.happened_at,
            "entered": row.entered_at,
            "nature": row.get_nature_display(),
            "source": row.get_source_display(),
            "person": row.concerns.get_role_display(),
            "late": row.is_late,
            "corrects": row.corrects_id is not None,
            "corrected": corrected,
        }
        return Statement(opened.texts["text"], facts, address("entry-correct", row.pk) if own else "")

    def _assessment(self, opened: Opened) -> Statement:
        row = opened.row
        label = _("Closing assessment: %(level)s") if row.closing else _("Risk level: %(level)s")
        facts = {
            "institution": row.institution,
            "author": row.author,
            "entered": row.at,
            "nature": label % {"level": row.get_level_display()},
        }
        return Statement(opened.texts["reasons"], facts)

    def _notes(self, section: Section) -> list[tuple[object, object]]:
        """What else belongs to a section; a note without a text is no note."""
        notes = {
            Section.INCIDENT: self._referrals(),
            Section.RISK: [(self.closing, self.file.closing_reasons), *self._item_notes("dissent", "reason")],
            Section.VICTIM: self._item_notes("person_view"),
            Section.ENDANGERING: [(_("Why the endangering person is not informed"), self.file.uninformed_reasons)],
            Section.PROTECTION: self._contact(),
        }
        return [(label, text) for label, text in notes.get(section, []) if text]

    @property
    def closing(self) -> object:
        return _("Closed: %(why)s") % {"why": self.case.get_closing_display()}

    def _item_notes(self, *columns: str) -> list[tuple[object, object]]:
        labels = {
            "dissent": _("Conference of %(day)s: differing assessment"),
            "reason": _("Conference of %(day)s: not heard, because"),
            "person_view": _("Conference of %(day)s: view of the person at risk"),
        }
        return [
            (labels[column] % {"day": written(item.row.conference.starts_at)}, item.texts[column])
            for item in self.file.items
            for column in columns
        ]

    def _referrals(self) -> list[tuple[object, object]]:
        return [
            (_("Referral of %(day)s") % {"day": written(each.row.entered_at)}, self._told(each))
            for each in self.file.referrals
        ]

    def _told(self, opened: Opened) -> object:
        row = opened.row
        grounds = ", ".join(str(ReferralGround(ground).label) for ground in row.grounds)
        knows = _("the person knows of it") if row.person_knows else _("the person does not know of it")
        words = [str(row.institution), grounds, str(knows)]
        if opened.texts["why_not"]:
            words.append(opened.texts["why_not"])
        if row.is_to_be_confirmed:
            words.append(str(_("typed for somebody else, confirmation open")))
        return " · ".join(words)

    def _contact(self) -> list[tuple[object, object]]:
        contact = self.file.contact
        if contact is None:
            return []
        days = ", ".join(str(each.label) for each in Weekday if each in contact["days"])
        never = ", ".join(str(each.label) for each in Channel if each in contact["never"])
        rows = [(_("Safe contact only through"), contact["through"]), (_("On these days"), days)]
        return [*rows, *self._when(_("Never by"), never)]

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
        return [self._measure(opened) for opened in self.file.measures if opened.row.state in TO_DO]

    @cached_property
    def settled_measures(self) -> list[list[object]]:
        return [self._measure(opened) for opened in self.file.measures if opened.row.state not in TO_DO]

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
        places = list(item.attendances.all())
        mine = any(place.institution_id == self.person.institution_id for place in places)
        who = ", ".join(f"{place.institution} ({place.get_answer_display()})" for place in places)
        return [
            Cell(moment(meeting.starts_at), address("conference-read", meeting.pk)),
            Cell(meeting.get_kind_display(), note=meeting.get_mode_display()),
            Cell(item.get_outcome_display(), note=item.get_naming_display()),
            who if mine or self.manages else "",
        ]

    @cached_property
    def acts(self) -> ActsPresenter:
        waiting = [each.row for each in self.file.referrals if each.row.is_to_be_confirmed]
        own = [row for row in waiting if self.manages or row.institution_id == self.person.institution_id]
        return ActsPresenter(self.file.standing, self.file.sight, self.case, to_be_confirmed=bool(own))
