"""All findings of a time, with what officers have said of them. Counted anew each time: nothing of it is stored."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from audit.finding import Finding
from audit.findings import CHECKED, Check, find, noting
from audit.format import Kind
from audit.patterns import LOOK_AHEAD_DAYS, LOOK_BACK_DAYS
from audit.question import Question
from audit.read import Opened, Tally
from fallkonferenz import clock
from fallkonferenz.actions.reviewing import EMERGENCY, MARKS
from fallkonferenz.web.audit.asking import stream
from fallkonferenz.web.audit.unlock import Key

LAST_DAYS = 30
KEPT_MONTHS = 24  # entries go at the end of the year after theirs
MONTH = re.compile(r"20\d\d-\d\d")
Through = Callable[[Iterable[Opened]], Iterator[Opened]]


@dataclass(frozen=True)
class Period:
    """A month, or the last thirty days: from a midnight to before another one."""

    name: str  # "2026-11", or empty
    since: datetime
    until: datetime

    @classmethod
    def last_days(cls) -> "Period":
        tomorrow = timezone.localdate(clock.now()) + timedelta(days=1)
        return cls("", _begin(tomorrow - timedelta(days=LAST_DAYS)), _begin(tomorrow))

    @classmethod
    def month(cls, name: str) -> "Period":
        """ValueError for what is no month of our time."""
        if not MONTH.fullmatch(name):
            raise ValueError(name)
        first = date.fromisoformat(f"{name}-01")
        return cls(name, _begin(first), _begin(next_month(first)))

    @classmethod
    def named(cls, name: str) -> "Period":
        return cls.month(name) if name else cls.last_days()

    @property
    def days(self) -> list[date]:
        """Those that have begun."""
        first, end = timezone.localdate(self.since), timezone.localdate(min(self.until, clock.now()))
        return [first + timedelta(days=number) for number in range((end - first).days + 1) if self.holds(first, number)]

    def holds(self, first: date, number: int) -> bool:
        return _begin(first + timedelta(days=number)) < self.until


@dataclass
class Review:
    period: Period
    findings: list[Finding]
    checks: dict[str, list[Check]]
    tally: Tally = field(default_factory=Tally)

    def is_checked(self, finding: Finding) -> bool:
        return finding.id in self.checks

    @property
    def open(self) -> list[Finding]:
        return [finding for finding in self.findings if not self.is_checked(finding)]


def reviewed(period: Period, key: Key, *, through: Through = iter) -> Review:
    """One pass over the log, from what must be known before to what explains it afterwards; TooLarge for too much.

    ``through`` sees all entries of that span as they pass.
    """
    now, review = clock.now(), Review(period, [], {})
    end = min(period.until + timedelta(days=LOOK_AHEAD_DAYS), now)
    asked = Question(since=period.since - timedelta(days=LOOK_BACK_DAYS), until=end)
    entries = noting(through(stream(asked, key=key, tally=review.tally)), review.checks)
    span = {"since_ms": _ms(period.since), "until_ms": _ms(period.until), "now_ms": _ms(end)}
    review.findings = find(entries, **span, marks=MARKS, emergency=EMERGENCY, zone=timezone.get_current_timezone())
    if end < now:
        note_checks(review.checks, key, since=end)
    return review


def note_checks(checks: dict[str, list[Check]], key: Key, *, since: datetime) -> None:
    """What was checked later."""
    later = Question(since=since, event=CHECKED, kind=Kind.OFFICER_ACCESS)
    for _entry in noting(stream(later, key=key), checks):
        pass


def months() -> list[str]:
    """The present month and those before it, the newest first."""
    first = timezone.localdate(clock.now()).replace(day=1)
    names = []
    for _month in range(KEPT_MONTHS):
        names.append(f"{first:%Y-%m}")
        first = (first - timedelta(days=1)).replace(day=1)
    return names


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
