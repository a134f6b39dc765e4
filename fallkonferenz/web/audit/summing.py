"""Adding up entries as they come by: one row for each account or kind of act, however many entries there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from audit.events import Operation
from audit.read import Opened


@dataclass
class Sum:
    """``last`` stands for all: who did it and as what."""

    first: Opened
    last: Opened
    count: int = 0
    opened: int = 0
    listed: int = 0
    acted: int = 0
    refused: int = 0
    cases: set[str] = field(default_factory=set)

    @property
    def since(self) -> datetime:
        return self.first.at

    @property
    def until(self) -> datetime:
        return self.last.at

    def add(self, entry: Opened) -> None:
        self.count += 1
        if entry.at < self.first.at:
            self.first = entry
        if entry.at >= self.last.at:
            self.last = entry
        if isinstance(entry.fields.get("case"), str):
            self.cases.add(entry.fields["case"])


def by_account(entries: Iterable[Opened], case: str) -> list[Sum]:
    """Who came to see one case: opened it, saw it in a list, did something in it, was refused. Longest ago first."""
    sums: dict[str, Sum] = {}
    for entry in entries:
        row = sums.setdefault(_told(entry, "actor", "institution"), Sum(entry, entry))
        row.add(entry)
        if entry.fields.get("outcome") == "denied":
            row.refused += 1
        elif entry.fields.get("case") != case:
            row.listed += 1
        elif entry.fields.get("operation") == Operation.QUERY:
            row.opened += 1
        else:
            row.acted += 1
    return sorted(sums.values(), key=lambda row: row.since)


def by_event(entries: Iterable[Opened]) -> list[Sum]:
    """What one account did: each kind of act once, the most frequent first; refusals apart."""
    sums: dict[str, Sum] = {}
    for entry in entries:
        sums.setdefault(_told(entry, "event", "outcome"), Sum(entry, entry)).add(entry)
    return sorted(sums.values(), key=lambda row: row.count, reverse=True)


def _told(entry: Opened, *names: str) -> str:
    """What an entry says of itself, to be told apart by; whatever that is."""
    return repr([entry.fields.get(name) for name in names])
