"""Conferences on the screen: when and how, the visible items, who takes part, and what the own institution can answer."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions.agenda import Item, Place
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import Answer, Attendance, Conference, ItemOutcome
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.web import keyset
from fallkonferenz.web.components import Act, Cell
from fallkonferenz.web.templatetags.words import moment

SALT = "place in the list of conferences"
TONES = {ConferenceState.PLANNED: "info", ConferenceState.HELD: "success", ConferenceState.CALLED_OFF: "neutral"}
OUTCOME_TONES = {ItemOutcome.OPEN: "info", ItemOutcome.HEARD: "success", ItemOutcome.NOT_HEARD: "warning"}
ANSWER_TONES = {
    Answer.INVITED: "warning",
    Answer.ACCEPTED: "info",
    Answer.APOLOGISED: "neutral",
    Answer.ATTENDED: "success",
    Answer.ABSENT: "neutral",
}


def sealed_place(place: Place) -> str:
    return keyset.sealed(SALT, "over" if place.is_over else "planned", place.starts_at.isoformat(), place.conference)


def place_of(text: str) -> Place | None:
    return keyset.opened(
        SALT, text, lambda part, at, conference: Place(part == "over", datetime.fromisoformat(at), UUID(conference))
    )


def state_of(conference: Conference) -> Cell:
    return Cell(conference.get_state_display(), tone=TONES[ConferenceState(conference.state)])


class ListPresenter:
    """When and how; never how many cases are heard."""

    columns = (_("Begins at"), _("Kind"), _("Form"), _("State"))

    def __init__(self, conferences: list[Conference]) -> None:
        self.conferences = conferences

    @property
    def rows(self) -> list[list[object]]:
        return [
            [
                Cell(moment(conference.starts_at), reverse("conference-read", args=[conference.pk])),
                conference.get_kind_display(),
                conference.get_mode_display(),
                state_of(conference),
            ]
            for conference in self.conferences
        ]


class ItemPresenter:
    """One visible item of the agenda."""

    columns = (_("Institution"), _("Answer"), _("Who"), _("Written contribution"))

    def __init__(self, shown: Item, person: Person) -> None:
        self.shown, self.item = shown, shown.item
        self.manages = person.role == Role.CASE_MANAGER

    @property
    def anchor(self) -> str:
        return f"item-{self.item.pk}"

    @property
    def outcome(self) -> Cell:
        outcome = ItemOutcome(self.item.outcome)
        return Cell(self.item.get_outcome_display(), tone=OUTCOME_TONES.get(outcome, "neutral"))

    @property
    def rows(self) -> list[list[object]]:
        return [self._row(each) for each in self.shown.attendances]

    def _row(self, attendance: Attendance) -> list[object]:
        return [
            attendance.institution,
            Cell(attendance.get_answer_display(), tone=ANSWER_TONES[Answer(attendance.answer)]),
            attendance.person.name if attendance.person else "–",
            moment(attendance.contributed_at) or "–",
        ]

    @property
    def contributions(self) -> list[tuple[Attendance, str]]:
        return self.shown.contributions

    @property
    def acts(self) -> list[Act]:
        """What the own institution can do, as long as nothing has been recorded; the case management leads through it."""
        if self.manages:
            return self._leading
        if self.shown.mine is None or self.item.outcome != ItemOutcome.OPEN:
            return []
        return [
            self._act(
                "conference.answer", _("Answer the invitation"), primary=self.shown.mine.answer == Answer.INVITED
            ),
            self._act("conference.contribute", _("Contribute in writing")),
        ]

    @property
    def _leading(self) -> list[Act]:
        wall = Act(_("Show to the table"), reverse("conference-show", args=[self.item.conference_id, self.item.pk]))
        record = Act(_("Record the conference"), reverse("case-hold", args=[self.item.case_id]), primary=True)
        return [wall, record] if self.item.outcome == ItemOutcome.OPEN else [wall]

    def _act(self, right: str, label: object, *, primary: bool = False) -> Act:
        why_not = self.shown.standing.why_not(right)
        url = "" if why_not else reverse(right.replace(".", "-"), args=[self.shown.mine.pk])
        return Act(label, url, allowed=not why_not, why_not=why_not, primary=primary)


class ConferencePresenter:
    def __init__(self, conference: Conference, items: list[Item], person: Person) -> None:
        self.conference = conference
        self.items = [ItemPresenter(each, person) for each in items]

    @property
    def state(self) -> Cell:
        return state_of(self.conference)

    @property
    def facts(self) -> list[tuple[object, object]]:
        conference = self.conference
        return [
            (_("Begins at"), moment(conference.starts_at)),
            (_("Kind"), conference.get_kind_display()),
            (_("Form"), conference.get_mode_display()),
            (_("Chair"), conference.chair or _("not settled yet")),
            (_("Minute taker"), conference.minute_taker or _("not settled yet")),
        ]
