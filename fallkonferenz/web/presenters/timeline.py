"""What a case file tells, once more in the order of time: only what this reader was shown anyway, and no word more."""

from collections.abc import Iterator
from functools import cached_property

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.actions.reading import CaseFile, Opened
from fallkonferenz.cases.sections import Section
from fallkonferenz.conferences.models import ItemOutcome
from fallkonferenz.measures.lifecycle import OPEN, MeasureState
from fallkonferenz.web.components import Event
from fallkonferenz.web.presenters.waiting import is_day

SHORT = 90
LATEST = 8


class TimelinePresenter:
    def __init__(self, file: CaseFile) -> None:
        self.file = file

    @cached_property
    def ahead(self) -> list[Event]:
        """What has a date before it, the nearest first."""
        return sorted((each for each in self._all if each.at > clock.now()), key=lambda event: event.at)

    @cached_property
    def past(self) -> list[Event]:
        """What was, the latest first."""
        return sorted((each for each in self._all if each.at <= clock.now()), key=lambda event: event.at, reverse=True)

    @property
    def latest(self) -> list[Event]:
        return self.past[:LATEST]

    @property
    def earlier(self) -> list[Event]:
        return self.past[LATEST:]

    @cached_property
    def _all(self) -> list[Event]:
        return [
            *map(self._referral, self.file.referrals),
            *map(self._entry, self.file.entries),
            *map(self._assessment, self.file.assessments),
            *map(self._conference, self.file.items),
            *(event for opened in self.file.measures for event in self._measure(opened)),
            *self._dates(),
        ]

    def _referral(self, opened: Opened) -> Event:
        row = opened.row
        return Event(row.entered_at, _("Referral"), row.institution, url=f"#{Section.INCIDENT}")

    def _entry(self, opened: Opened) -> Event:
        row = opened.row
        text = _("Corrected by a later entry") if hasattr(row, "corrected_by") else short(opened.texts["text"])
        return Event(row.happened_at, Section(row.section).label, row.institution, text, f"#{row.section}")

    def _assessment(self, opened: Opened) -> Event:
        row = opened.row
        level = _("Risk level: %(level)s") % {"level": row.get_level_display()}
        return Event(row.at, level, row.institution, short(opened.texts["reasons"]), f"#{Section.RISK}")

    def _conference(self, opened: Opened) -> Event:
        row = opened.row
        what = row.conference.get_kind_display()
        return Event(row.conference.starts_at, what, "", row.get_outcome_display(), "#conferences")

    def _measure(self, opened: Opened) -> Iterator[Event]:
        """Agreed, and what became of it or when it is due."""
        row, what = opened.row, short(opened.texts["what"])
        begun = _("Measure proposed") if row.agreed_at is None else _("Measure agreed")
        yield Event(row.agreed_at or row.made_at, begun, row.responsible, what, "#measures")
        if row.state in OPEN:
            yield Event(row.due_at, _("Measure due"), row.responsible, what, "#measures")
        elif row.state != MeasureState.PROPOSED:
            yield Event(row.state_since, row.get_state_display(), row.responsible, what, "#measures")

    def _dates(self) -> Iterator[Event]:
        """The dates of the case that stand beside the file as well."""
        due = self.file.next_assessment
        if self.file.case.is_open and due:
            yield Event(due, _("Next assessment"), url=f"#{Section.RISK}", is_day=is_day(due))

    @cached_property
    def last_change(self) -> Event | None:
        """The latest thing written down, whenever it happened."""
        return max(self._written(), key=lambda event: event.at, default=None)

    def _written(self) -> Iterator[Event]:
        for opened in self.file.referrals:
            yield Event(opened.row.entered_at, _("Referral"), opened.row.institution)
        for opened in self.file.entries:
            yield Event(opened.row.entered_at, Section(opened.row.section).label, opened.row.institution)
        for opened in self.file.assessments:
            yield Event(opened.row.at, Section.RISK.label, opened.row.institution)
        for opened in self.file.measures:
            yield Event(opened.row.state_since, Section.MEASURES.label, opened.row.responsible)
        for opened in self.file.items:
            if opened.row.outcome != ItemOutcome.OPEN and opened.row.recorded_at is not None:
                yield Event(opened.row.recorded_at, _("Conference"))


def short(text: str) -> str:
    return Truncator(text).chars(SHORT)
