"""All findings of a stream of opened entries, and which of them an officer has checked.

Pure Python. The entries may come in any order; the same entries give the same findings. What is kept in memory grows
with people, cases and days, never with the number of entries on a day.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Any, NamedTuple

from audit.finding import Finding, Group, Pattern, Place, Who
from audit.format import Kind
from audit.patterns import denials_in_a_row, is_night, reads_without_reason, unusual_hour, unusual_volume
from audit.read import Opened

CHECKED = "log.finding_checked"
LOOKING = "query"
ACTING = ("collect", "change", "disclose", "combine", "erase")
OF_PEOPLE = (Kind.EVENT, Kind.OFFICER_ACCESS)


class Mark(StrEnum):
    """What the application says of an event beyond its operation: always worth a look."""

    EMERGENCY = "emergency"
    RIGHTS = "rights"
    EXPORT = "export"


NOTHING: Mapping[str, Collection[str]] = {}


class Check(NamedTuple):
    """That an officer looked at a finding, and what came of it; itself an entry of the log."""

    finding: str
    actor: str
    note: str
    place: Place


def find(
    entries: Iterable[Opened],
    *,
    since_ms: int,
    until_ms: int,
    now_ms: int,
    marks: Mapping[str, Mark],
    emergency: Mapping[str, Collection[str]] = NOTHING,
    zone: tzinfo = UTC,
) -> list[Finding]:
    """The findings whose last entry lies from ``since_ms`` to before ``until_ms``, the newest first.

    ``entries`` should begin LOOK_BACK_DAYS earlier, so that there is a past to compare with, and end LOOK_AHEAD_DAYS
    later or ``now_ms``, up to which the log is known; ``marks`` says which events are marked, ``emergency`` which
    details of any event (name, values) make it emergency access; ``zone`` what a day and a night is.
    """
    gathered = Gathered(marks, emergency, zone)
    for entry in entries:
        if entry.header.kind in OF_PEOPLE and entry.header.unix_ms < now_ms:
            gathered.take(entry)
    today = datetime.fromtimestamp(now_ms / 1000, zone).toordinal()
    findings = [finding for finding in gathered.findings(today) if since_ms <= finding.ended_ms < until_ms]
    return sorted(findings, key=lambda finding: (-finding.ended_ms, finding.id))


def noting(entries: Iterable[Opened], checks: dict[str, list[Check]]) -> Iterator[Opened]:
    """Hands the entries on and notes on the way which findings were checked."""
    for entry in entries:
        if entry.event == CHECKED and entry.header.kind is Kind.OFFICER_ACCESS:
            check = _check(entry)
            checks.setdefault(check.finding, []).append(check)
        yield entry


def _check(entry: Opened) -> Check:
    details = entry.fields.get("details")
    told = details if isinstance(details, dict) else {}
    return Check(_text(told, "finding"), _text(entry.fields, "actor"), _text(told, "note"), Place.of(entry))


def _text(fields: Mapping[str, Any], name: str) -> str:
    """Whatever an entry holds, it must not bring the reader down."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _number(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) else None


class Gathered:
    """What was seen so far: by whom, on which day, of which case."""

    def __init__(self, marks: Mapping[str, Mark], emergency: Mapping[str, Collection[str]], zone: tzinfo) -> None:
        self.marks, self.emergency, self.zone = marks, emergency, zone
        self.reads: dict[tuple[str, int | None], dict[tuple[int, str], Group]] = defaultdict(lambda: defaultdict(Group))
        self.acts: dict[tuple[str, int | None], set[int]] = defaultdict(set)
        self.looks: dict[Who, dict[int, Group]] = defaultdict(lambda: defaultdict(Group))
        self.hours: dict[Who, dict[int, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
        self.nights: dict[Who, dict[int, dict[int, Group]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(Group))
        )
        self.denials: dict[Who, dict[int, Group]] = defaultdict(lambda: defaultdict(Group))
        self.marked: dict[tuple[Mark, Who, int], Group] = defaultdict(Group)

    def take(self, entry: Opened) -> None:
        fields, place = entry.fields, Place.of(entry)
        at = datetime.fromtimestamp(place.unix_ms / 1000, self.zone)
        who, day = Who(_text(fields, "actor"), _number(fields, "institution")), at.toordinal()
        if fields.get("outcome") == "denied":
            self.denials[who if who.actor else Who(_text(fields, "object"))][day].add(place)
            return
        self._by_mark(entry, who, day, place)
        if who.actor:
            self._by_hour(who, day, at.hour, place)
        if case := _text(fields, "case"):
            self._by_case(case, _text(fields, "operation"), who, day, place)

    def _by_mark(self, entry: Opened, who: Who, day: int, place: Place) -> None:
        mark, details = self.marks.get(entry.event), entry.fields.get("details")
        told = details if isinstance(details, dict) else {}
        if any(_text(told, name) in values for name, values in self.emergency.items()):
            mark = Mark.EMERGENCY
        if mark is Mark.EMERGENCY:
            who = who._replace(case=_text(entry.fields, "case"))
        if mark is not None:
            self.marked[mark, who, day].add(place)

    def _by_hour(self, who: Who, day: int, hour: int, place: Place) -> None:
        self.hours[who][day][hour] += 1
        if is_night(hour):
            self.nights[who][day][hour].add(place)

    def _by_case(self, case: str, operation: str, who: Who, day: int, place: Place) -> None:
        if operation == LOOKING:
            self.reads[case, who.institution][day, who.actor].add(place)
            self.looks[who][day].add(place)
        elif operation in ACTING:
            self.acts[case, who.institution].add(day)

    def findings(self, today: int) -> Iterator[Finding]:
        for (case, institution), reads in self.reads.items():
            acts = self.acts.get((case, institution), set())
            yield from reads_without_reason(reads, acts, case, institution, today)
        for who, days in self.looks.items():
            yield from unusual_volume(who, days)
        for who, hours in self.hours.items():
            yield from unusual_hour(who, hours, self.nights.get(who, {}))
        for who, days in self.denials.items():
            yield from denials_in_a_row(who, days)
        for (mark, who, _day), group in self.marked.items():
            yield Finding.of(Pattern(mark.value), who, group)
