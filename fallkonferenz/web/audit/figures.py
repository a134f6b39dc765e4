"""What happened in a month, in numbers: by day, by institution, by kind of processing. Never by person.

The log may be used to review whether processing was lawful, not to measure people (§ 76 (3) BDSG).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from audit.format import Kind
from audit.read import Opened
from fallkonferenz.web.audit.review import Period


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

    def counting(self, entries: Iterable[Opened]) -> Iterator[Opened]:
        first, end = self.period.since, self.period.until
        for entry in entries:
            if first <= entry.at < end:
                self._count(entry)
            yield entry

    def _count(self, entry: Opened) -> None:
        if entry.header.kind is Kind.OFFICER_ACCESS:
            self.officers[entry.event] += 1
        elif entry.header.kind is Kind.EVENT and entry.is_readable:
            self._count_act(entry)

    def _count_act(self, entry: Opened) -> None:
        day, house = timezone.localdate(entry.at), entry.fields.get("institution")
        house = house if isinstance(house, int) else None
        if entry.fields.get("outcome") == "denied":
            self.denials[day] += 1
            self.refused_houses[house] += 1
            return
        self.acts[day] += 1
        self.houses[house] += 1
        self.operations[str(entry.fields.get("operation"))] += 1
