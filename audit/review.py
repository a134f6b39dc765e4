"""All findings of a period, with what officers have said of them. Counted anew each time: nothing of it is stored.

Pure Python: the workplace asks the database, the offline reader an export.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from audit.finding import Finding
from audit.findings import CHECKED, Check, find, noting
from audit.format import Kind
from audit.marks import EMERGENCY, MARKS
from audit.patterns import LOOK_AHEAD_DAYS, LOOK_BACK_DAYS
from audit.period import Period
from audit.question import Question
from audit.read import Opened, Tally

Through = Callable[[Iterable[Opened]], Iterator[Opened]]
Ask = Callable[[Question, Tally], Iterator[Opened]]


@dataclass
class Review:
    period: Period
    findings: list[Finding]
    checks: dict[str, list[Check]]
    tally: Tally = field(default_factory=Tally)

    def is_checked(self, finding: Finding) -> bool:
        """By another officer than the one it is about."""
        return any(check.actor != finding.who.actor for check in self.checks.get(finding.id, []))

    @property
    def open(self) -> list[Finding]:
        return [finding for finding in self.findings if not self.is_checked(finding)]


def reviewed(period: Period, ask: Ask, *, known_until: datetime, through: Through = iter) -> Review:
    """From what must be known before to what explains it afterwards; ``known_until`` is how far the log goes.

    ``through`` sees all entries of that span as they pass.
    """
    review = Review(period, [], {})
    end = min(period.until + timedelta(days=LOOK_AHEAD_DAYS), known_until)
    span = Question(since=period.since - timedelta(days=LOOK_BACK_DAYS), until=end)
    entries = noting(through(ask(span, review.tally)), review.checks)
    review.findings = find(
        entries,
        since_ms=_ms(period.since),
        until_ms=_ms(period.until),
        now_ms=_ms(end),
        marks=MARKS,
        emergency=EMERGENCY,
        zone=period.zone,
    )
    if end < known_until:
        note_checks(review.checks, ask, since=end)
    return review


def note_checks(checks: dict[str, list[Check]], ask: Ask, *, since: datetime) -> None:
    """What was checked from then on."""
    asked = Question(since=since, event=CHECKED, kind=Kind.OFFICER_ACCESS)
    for _entry in noting(ask(asked, Tally()), checks):
        pass


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
