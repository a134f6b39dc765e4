"""Questions to the log, answered over the reader's connection, a few epochs in memory at a time.

Nothing here writes an entry: whoever asks for a person goes through ``officers.ask`` or a reading of its own first.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappush, heapreplace
from typing import NamedTuple
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.chosen import InLots, OfOfficers
from audit.format import Header, Kind
from audit.live import Live, TooMany
from audit.period import Period
from audit.question import Question
from audit.read import Opened, Tally, answers
from audit.sampling import Draw, first
from audit.sieve import LATEST_MS
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.web.audit.reader import reader
from fallkonferenz.web.audit.unlock import Key

MOST = 200_000  # entries looked at for one question
PAGE = 50
OF_PROCESSES = (Kind.EPOCH_OPEN, Kind.EPOCH_CLOSE)


class TooLarge(NotNow):
    """More entries than a page may look at. ``command`` asks the same of the offline reader, which knows no limit."""

    def __init__(self, command: str) -> None:
        self.command = command
        sentence = _("These are more than %(most)s entries, too many for a page. Ask the offline reader: %(command)s")
        super().__init__(sentence % {"most": MOST, "command": self.command})


def stream(
    question: Question,
    *,
    key: Key,
    most: int = MOST,
    tally: Tally | None = None,
    kinds: Collection[Kind] = (),
) -> Iterator[Opened]:
    """The answers, oldest first but for entries less than 20 minutes apart; TooLarge after ``most`` entries looked at.

    What is of none of the ``kinds`` is neither looked at nor counted. NotNow while another question is answered.
    """
    with _answers(question, key, most=most, tally=tally, newest_first=False, kinds=kinds, alone=True) as (
        _source,
        found,
    ):
        yield from found


def by_officers(question: Question, *, key: Key) -> Iterator[Opened]:
    """What officers did, without a look at what anybody else did."""
    with reader() as connection:
        source = OfOfficers(connection, since=question.since, until=question.until)
        yield from answers(source, key.seed, question)


def drawn(what: Draw, period: Period, *, key: Key) -> list[Opened]:
    """A sample, however many entries the month has: they are drawn by what their headers say."""
    with (
        reader(alone=True) as connection,
        closing(answers(InLots(connection, what, period), key.seed, Question())) as entries,
    ):
        return first(entries, what)


class Place(NamedTuple):
    """Where a page ends, in the order of time."""

    unix_ms: int
    epoch: str
    counter: int

    @classmethod
    def of(cls, header: Header) -> "Place":
        return cls(header.unix_ms, header.epoch.hex, header.counter)

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        try:
            at, epoch, counter = text.split("-")
            place = cls(int(at), UUID(hex=epoch).hex, int(counter))
            return place if 0 <= place.unix_ms < LATEST_MS else None
        except ValueError:
            return None

    @property
    def end(self) -> datetime:
        """The first moment that nothing before this place belongs to."""
        return datetime.fromtimestamp(self.unix_ms / 1000, UTC) + timedelta(milliseconds=1)

    def __str__(self) -> str:
        return f"{self.unix_ms}-{self.epoch}-{self.counter}"


@dataclass
class Page:
    entries: list[Opened]  # newest first
    next: Place | None = None
    tally: Tally = field(default_factory=Tally)


def newest(
    question: Question,
    *,
    key: Key,
    before: Place | None = None,
    fits: Callable[[Opened], bool] = lambda opened: True,
    size: int = PAGE,
    most: int = MOST,
) -> Page:
    """One page, newest first: the newest ``size`` answers older than ``before``; no more of them are ever in memory."""
    if before is not None:
        question = replace(question, until=min(question.until or before.end, before.end))
    page = Page([])
    kept: list[tuple[Place, Opened]] = []
    with _answers(question, key, most=most, tally=page.tally, newest_first=True) as (source, found):
        for opened in found:
            place = Place.of(opened.header)
            if (before is None or place < before) and fits(opened):
                _keep(kept, (place, opened), size + 1)
            if len(kept) > size and kept[0][0].unix_ms > source.ahead_ms:
                break
    page.entries = [opened for _place, opened in sorted(kept, key=lambda each: each[0], reverse=True)][:size]
    page.next = Place.of(page.entries[-1].header) if len(kept) > size else None
    return page


def _keep(kept: list[tuple[Place, Opened]], entry: tuple[Place, Opened], most: int) -> None:
    """Places differ, so that the heap never compares what stands behind them."""
    if len(kept) < most:
        heappush(kept, entry)
    elif entry[0] > kept[0][0]:
        heapreplace(kept, entry)


@contextmanager
def _answers(
    question: Question,
    key: Key,
    *,
    most: int,
    tally: Tally | None,
    newest_first: bool,
    kinds: Collection[Kind] = (),
    alone: bool = False,
) -> Iterator[tuple[Live, Iterator[Opened]]]:
    with reader(alone=alone) as connection:
        kinds = [question.kind] if question.kind else kinds
        span = {"since": question.since, "until": question.until}
        source = Live(connection, **span, kinds=kinds, most=most, newest_first=newest_first)
        with closing(answers(source, key.seed, question, tally)) as found:
            try:
                yield source, found
            except TooMany as error:
                raise TooLarge(command_for(question)) from error


def of_people(opened: Opened) -> bool:
    """What somebody did, the officers included; not what processes write of themselves."""
    return opened.header.kind not in OF_PROCESSES


def command_for(question: Question) -> str:
    """The same question to the offline reader."""
    asked = {
        "since": question.since and localdate(question.since),
        "until": question.until and localdate(question.until - timedelta(microseconds=1)),  # a day is included
        "actor": question.actor,
        "institution": question.institution,
        "case": question.case,
        "code": question.code,
        "event": question.event,
        "kind": question.kind and question.kind.name.lower().replace("_", "-"),
        "outcome": question.outcome,
    }
    return command(*(f"--{name} {value}" for name, value in asked.items() if value))


def command(*options: str) -> str:
    return " ".join(["python -m audit.read EXPORT --key FILE --out FILE", *options])
