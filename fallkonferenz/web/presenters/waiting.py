"""What waits for somebody: single lines with their date, in short lists of one kind."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models import Case
from fallkonferenz.web.components import Cell
from fallkonferenz.web.templatetags.words import day, moment, spoken

URGENT = timedelta(hours=24)  # what ends within this time goes before everything else
SHOWN = 5
MIDNIGHT = time()


@dataclass(frozen=True)
class Line:
    """One thing that waits. ``limit`` is until when, if it has a limit; ``at`` orders the lines of one kind."""

    case: Case
    url: str
    at: date
    limit: bool = True
    note: object = ""

    @property
    def is_urgent(self) -> bool:
        return self.limit and ends(self.at) <= clock.now() + URGENT

    @property
    def where(self) -> Cell:
        return Cell(spoken(str(self.case)), self.url, note=self.note)

    @property
    def when(self) -> Cell:
        if not self.is_urgent:
            return Cell(written(self.at))
        over = ends(self.at) < clock.now()
        return Cell(_("overdue") if over else _("soon"), tone="danger" if over else "warning", note=written(self.at))


def ends(at: date) -> datetime:
    """A day is over at its end, a moment at once."""
    if isinstance(at, datetime):
        return at
    return timezone.make_aware(datetime.combine(at + timedelta(days=1), datetime.min.time()))


def written(at: date) -> str:
    return due_by(at) if isinstance(at, datetime) else day(at)


def due_by(at: datetime) -> str:
    return day(at) if is_day(at) else moment(at)


def is_day(at: datetime) -> bool:
    """What was set for a day begins with that day: the hour says nothing then."""
    return timezone.localtime(at).time() == MIDNIGHT


@dataclass(frozen=True)
class Waiting:
    """One short list: where to, and since or until when."""

    id: str
    title: object
    when: object
    lines: list[Line]
    tone: str = ""
    all_url: str = ""  # where the whole list stands

    @property
    def columns(self) -> list[object]:
        return [_("Case code"), self.when]

    @property
    def calm(self) -> list[Line]:
        """What is not urgent: the rest stands above already."""
        return [line for line in self.lines if not line.is_urgent]

    @property
    def rows(self) -> list[list[object]]:
        return [[line.where, line.when] for line in self.calm[:SHOWN]]

    @property
    def more(self) -> int:
        return max(len(self.calm) - SHOWN, 0)
