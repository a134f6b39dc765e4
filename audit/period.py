"""What is reviewed: a month, or the last thirty days. Pure Python; the zone says what a day is."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

LAST_DAYS = 30
MONTH = re.compile(r"20\d\d-\d\d")


@dataclass(frozen=True)
class Period:
    """From a midnight to before another one. ``name`` is that of the month (``2026-11``), or empty."""

    name: str
    since: datetime
    until: datetime
    zone: tzinfo

    @classmethod
    def last_days(cls, now: datetime, zone: tzinfo) -> "Period":
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        return cls("", _begin(tomorrow - timedelta(days=LAST_DAYS), zone), _begin(tomorrow, zone), zone)

    @classmethod
    def month(cls, name: str, zone: tzinfo) -> "Period":
        """ValueError for what is no month of our time."""
        if not MONTH.fullmatch(name):
            raise ValueError(name)
        first = date.fromisoformat(f"{name}-01")
        return cls(name, _begin(first, zone), _begin(next_month(first), zone), zone)

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment < self.until

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def days(self, now: datetime) -> list[date]:
        """Those that have begun."""
        first, end = self.day_of(self.since), self.day_of(min(self.until - timedelta(microseconds=1), now))
        return [first + timedelta(days=number) for number in range((end - first).days + 1)]


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
