"""What ``python -m audit.read`` is asked to write: entries, the findings of a time, a sample of a month, its figures.

Pure Python, one pass over the export for each question. Findings, samples and figures are those of the workplace.
"""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from audit import sampling
from audit.figures import Figures
from audit.finding import Finding
from audit.findings import OF_PEOPLE
from audit.format import Kind
from audit.period import Period
from audit.policy import Seen
from audit.question import Question
from audit.read import Opened, Source, Tally, answers
from audit.report import Report
from audit.review import Review, Through, reviewed
from audit.sampling import LARGEST, Draw
from audit.telling import COLUMNS, FORMAT, Telling, moment
from audit.tools import Unusable
from audit.words import _

ZONE = "Europe/Berlin"  # what the workplace calls a day
FINDINGS = (
    *("finding", "pattern", "began", "ended", "count", "actor", "institution", "case", "says"),
    *("checked", "notes", "entries"),
)
REVIEWS = ("findings", "report", "sample")
FIGURES = ("what", "of", "number")


class Wanted(Protocol):
    """What is written, and how it is called in the file."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def format(self) -> str: ...
    @property
    def name(self) -> str: ...

    def rows(self, source: Source, seed: bytes, tally: Tally) -> Iterable[Telling]: ...

    @property
    def said(self) -> dict[str, str]:
        """What the head of the file says besides the question."""


@dataclass(frozen=True)
class Entries:
    question: Question
    columns: tuple[str, ...] = COLUMNS
    format: str = FORMAT
    name: str = "entries"
    said: dict[str, str] = field(default_factory=dict)

    def rows(self, source: Source, seed: bytes, tally: Tally) -> Iterator[Opened]:
        return answers(source, seed, self.question, tally)


@dataclass(frozen=True)
class Sample:
    draw: Draw
    period: Period
    columns: tuple[str, ...] = COLUMNS
    format: str = FORMAT
    name: str = "entries"

    def rows(self, source: Source, seed: bytes, tally: Tally) -> list[Opened]:
        asked = Question(since=self.period.since, until=self.period.until, kind=Kind.EVENT)
        drawn = sampling.draw(answers(source, seed, asked, tally), self.draw)
        tally.matched = len(drawn)
        return drawn

    @property
    def said(self) -> dict[str, str]:
        """What the page of the workplace says of the same sample."""
        what = self.draw
        return {"size": str(what.size), "root": what.root.hex(), "seed": what.seed.hex()}


@dataclass(frozen=True)
class Findings:
    period: Period
    known_until: datetime
    columns: tuple[str, ...] = FINDINGS
    format: str = "fk-audit-findings-v1"
    name: str = "findings"
    said: dict[str, str] = field(default_factory=dict)

    def rows(self, source: Source, seed: bytes, tally: Tally) -> Iterator[dict[str, Any]]:
        review = _review(self.period, self.known_until, source, seed, tally)
        tally.matched = len(review.findings)
        return (_told(finding, review) for finding in review.findings)


@dataclass(frozen=True)
class Monthly:
    period: Period
    known_until: datetime
    columns: tuple[str, ...] = FIGURES
    format: str = "fk-audit-figures-v1"
    name: str = "figures"
    said: dict[str, str] = field(default_factory=dict)

    def rows(self, source: Source, seed: bytes, tally: Tally) -> list[dict[str, Any]]:
        figures = Figures(self.period)
        review = _review(self.period, self.known_until, source, seed, tally, figures.counting)
        days = self.period.days(self.known_until)
        rows = [dict(zip(FIGURES, row, strict=True)) for row in _figures(figures, review, days)]
        tally.matched = len(rows)
        return rows


def add_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group(_("instead of entries"))
    group.add_argument("--findings", nargs="?", const="", metavar="MONTH", help=_("what stands out; else of 30 days"))
    group.add_argument("--report", metavar="MONTH", help=_("what happened, in numbers"))
    group.add_argument("--sample", type=int, metavar="NUMBER", help=_("reads of --month, drawn by chance"))
    group.add_argument("--month", metavar="MONTH", help="2026-11")
    group.add_argument(
        "--size", type=int, help=_("the size of the checkpoint to draw under; otherwise the first after the month")
    )
    group.add_argument("--zone", default=ZONE, help=_("what a day is"))


def in_words(given: Namespace) -> dict[str, str]:
    """What was asked for instead of entries, as it was typed."""
    names = [*REVIEWS, *(("month", "size") if given.sample is not None else ())]
    return {name: str(getattr(given, name)) for name in names if getattr(given, name) is not None}


def wanted(given: Namespace, question: Question, report: Report, kept: Iterable[Seen]) -> Wanted:
    """Raises Unusable. ``kept`` are the checkpoints of the export, those whose signatures hold."""
    asked = [name for name in REVIEWS if getattr(given, name) is not None]
    if len(asked) > 1:
        raise Unusable(_("One of --findings, --report and --sample at a time."))
    if not asked:
        return Entries(question)
    if question != Question():
        raise Unusable(_("Findings, reports and samples take a month and no filter."))
    zone, until = _zone(given.zone), datetime.fromtimestamp(report.unix_s + 1, UTC)  # with the second it was signed in
    if given.sample is not None:
        return _sample(given, zone, report, kept)
    if given.format == "fhir":
        raise Unusable(_("Findings and reports are written as csv or json."))
    if given.report is not None:
        return Monthly(_month(given.report, zone), until)
    return Findings(_month(given.findings, zone) if given.findings else Period.last_days(until, zone), until)


def _sample(given: Namespace, zone: tzinfo, report: Report, kept: Iterable[Seen]) -> Sample:
    """Under the checkpoint under which the workplace draws: of a month that is over, the first after it."""
    period = _month(given.month, zone)
    if not 0 < given.sample <= LARGEST:
        raise Unusable(_("A sample has 1 to {most} reads.").format(most=LARGEST))
    over, last = period.until.timestamp(), None
    for last in (seen for seen in kept if seen.checkpoint.origin == report.origin):
        if last.checkpoint.size == given.size or (given.size is None and last.unix_s >= over):
            break
    else:
        if last is None or given.size is not None:
            raise Unusable(_("This export has kept no checkpoint of this size."))
    seen = last.checkpoint
    return Sample(Draw(seen.origin, seen.size, seen.root, period.name, given.sample), period)


def _month(name: str | None, zone: tzinfo) -> Period:
    try:
        return Period.month(name or "", zone)
    except ValueError as error:
        raise Unusable(_("{name} is no month: write 2026-11.").format(name=name or "–")) from error


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unusable(_("This machine knows no time zone {name}.").format(name=name)) from error


def _review(
    period: Period, known_until: datetime, source: Source, seed: bytes, tally: Tally, through: Through = iter
) -> Review:
    def ask(question: Question, _tally: Tally) -> Iterator[Opened]:
        counted = Tally() if question.kind else tally
        return (entry for entry in answers(source, seed, question, counted) if entry.header.kind in OF_PEOPLE)

    return reviewed(period, ask, known_until=known_until, through=through)


def _told(finding: Finding, review: Review) -> dict[str, Any]:
    who, checks = finding.who, review.checks.get(finding.id, [])
    return {
        "finding": finding.id,
        "pattern": finding.pattern.value,
        "began": moment(finding.began_ms),
        "ended": moment(finding.ended_ms),
        "count": finding.count,
        "actor": who.actor,
        "institution": "" if who.institution is None else who.institution,
        "case": who.case,
        "says": _(finding.sentence) % finding.numbers,
        "checked": review.is_checked(finding),
        "notes": [{"by": check.actor, "note": check.note} for check in checks],
        "entries": [place.position for place in finding.entries],
    }


def _figures(figures: Figures, review: Review, days: Iterable[date]) -> Iterator[tuple[str, object, int]]:
    for day in days:
        yield "acts by day", f"{day}", figures.acts[day]
        yield "refusals by day", f"{day}", figures.denials[day]
    counted: dict[str, Mapping[Any, int]] = {
        "acts by institution": figures.houses,
        "refusals by institution": figures.refused_houses,
        "acts by operation": figures.operations,
        "questions of officers": figures.officers,
        "findings": Counter(finding.pattern.value for finding in review.findings),
        "findings not yet checked": Counter(finding.pattern.value for finding in review.open),
        "not counted": {"erased": figures.erased, "unreadable": figures.unreadable},
    }
    for what, numbers in counted.items():
        yield from ((what, "" if of is None else of, number) for of, number in sorted(numbers.items(), key=str))
