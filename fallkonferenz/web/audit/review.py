"""All findings of a time, asked of the database."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone

from audit.findings import OF_PEOPLE, Check
from audit.format import Kind
from audit.period import Period
from audit.question import Question
from audit.read import Opened, Tally
from audit.review import Review, Through
from audit.review import note_checks as checks_noted
from audit.review import reviewed as review_of
from fallkonferenz import clock
from fallkonferenz.web.audit.asking import TooLarge, by_officers, command, stream
from fallkonferenz.web.audit.unlock import Key

KEPT_MONTHS = 24  # entries go at the end of the year after theirs


def period_named(name: str) -> Period:
    """A month, or without a name the last thirty days. ValueError for what is no month of our time."""
    zone = timezone.get_current_timezone()
    return Period.month(name, zone) if name else Period.last_days(clock.now(), zone)


def reviewed(period: Period, key: Key, *, through: Through = iter, instead: str = "findings") -> Review:
    """One pass over what people did; TooLarge for too much, with the option of the offline reader to use ``instead``."""
    try:
        return review_of(period, partial(_asked, key=key), known_until=clock.now(), through=through)
    except TooLarge as error:
        raise TooLarge(command(f"--{instead} {period.name}".rstrip())) from error


def note_checks(checks: dict[str, list[Check]], key: Key, period: Period) -> None:
    """What was checked since then."""
    checks_noted(checks, partial(_asked, key=key), since=period.since)


def _asked(question: Question, tally: Tally, *, key: Key) -> Iterator[Opened]:
    if question.kind is Kind.OFFICER_ACCESS:
        return by_officers(question, key=key)
    return stream(question, key=key, tally=tally, kinds=OF_PEOPLE)


def months() -> list[str]:
    """The present month and those before it, the newest first."""
    first = clock.today().replace(day=1)
    names = []
    for _month in range(KEPT_MONTHS):
        names.append(f"{first:%Y-%m}")
        first = (first - timedelta(days=1)).replace(day=1)
    return names
