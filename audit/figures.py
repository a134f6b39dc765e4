"""What happened in a period, in numbers: by day, by institution, by kind of processing. Never by person.

The log may be used to review whether processing was lawful, not to measure people (§ 76 (3) BDSG). Pure Python.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from audit.format import Kind
from audit.period import Period
from audit.read import ERASED, Opened


@dataclass
class Figures:
    """Fills while entries pass through ``counting``; those of officers stand apart."""

    period: Period
    acts: Counter[date] = field(default_factory=Counter)
    denials: Counter[date] = field(default_factory=Counter)
    houses: Counter[int | None] = field(default_factory=Counter)
    refused_houses: Counter[int | None] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    officers: Counter[str] = field(default_factory=Counter)
    erased: int = 0
    unreadable: int = 0

    def counting(self, entries: Iterable[Opened]) -> Iterator[Opened]:
        for entry in entries:
            if self.period.holds(entry.at):
                self._count(entry)
            yield entry

    def _count(self, entry: Opened) -> None:
        if not entry.is_readable:
            self.erased += entry.event == ERASED
            self.unreadable += entry.event != ERASED
        elif entry.header.kind is Kind.OFFICER_ACCESS:
            self.officers[entry.event] += 1
        elif entry.header.kind is Kind.EVENT:
            self._count_act(entry)

    def _count_act(self, entry: Opened) -> None:
        day, house = self.period.day_of(entry.at), entry.fields.get("institution")
        house = house if isinstance(house, int) else None
        if entry.fields.get("outcome") == "denied":
            self.denials[day] += 1
            self.refused_houses[house] += 1
            return
        self.acts[day] += 1
        self.houses[house] += 1
        self.operations[str(entry.fields.get("operation"))] += 1
