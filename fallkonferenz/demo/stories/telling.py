"""Telling a story: one case, its people and its times, relative to the day of the first report.

In the texts PERSON-1 becomes that person's spoken code and T+9 the date it was.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions.gate import Act, log
from fallkonferenz.cases.models import Case, Party
from fallkonferenz.cases.words import Firearms, PartyRole, Weekday
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.models import Measure
from fallkonferenz.vault.codes import spoken

People = Mapping[str, Person]
When = str | timedelta

MANAGER = "management"
WEEKDAYS = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)
END_OF_WORK = "18:00"  # of a day without an hour
_WHEN = re.compile(r"T([+-]\d+)(?: (\d\d:\d\d))?")
_NAME = re.compile(r"PERSON-\d+")


class Telling:
    """A case as it is told. ``case``, ``parties`` and ``measures`` fill up as the story goes on."""

    case: Case

    def __init__(self, people: People, *, begins: datetime) -> None:
        self.people, self.begins = people, begins
        self.parties: dict[str, Party] = {}
        self.measures: dict[str, Measure] = {}
        self.firearms: str = Firearms.NO

    @property
    def asked(self) -> dict[str, str]:
        """What every step forward is asked about; a story says so when the answer becomes another one."""
        return {"firearms": self.firearms}

    def moment(self, when: When) -> datetime:
        """``"T+2 09:10"``: ten past nine, two days after the day of the first report; or so long after its hour."""
        if isinstance(when, timedelta):
            return self.begins + when
        days, hour = self._parts(when)
        return at(self.begins.date() + days, hour)

    def day(self, when: str) -> date:
        return self.moment(when).date()

    def act(self, do: Act, when: When, who: str, **facts: Any) -> Any:
        """Somebody does something to the case at a time."""
        with clock.at(self.moment(when)):
            log("case.read", by=self.people[who], thing=self.case)  # who acts has the file open
            return do(self.case, by=self.people[who], **facts)

    def institution(self, who: str) -> Institution:
        return self.people[who].own_institution

    def institutions(self, *who: str) -> list[Institution]:
        return [self.institution(each) for each in who]

    def begin(self, case: Case, *names: str) -> None:
        """Take the new case and give its people the names of the story: at risk, endangering, then the children."""
        self.case = case
        order = list(PartyRole)
        with acting_as(self.people[MANAGER]):
            parties = sorted(case.parties.all(), key=lambda party: order.index(PartyRole(party.role)))
        self.parties.update(zip(names, parties, strict=True))

    @property
    def person_at_risk(self) -> str:
        return next(iter(self.parties))

    def said(self, text: str) -> str:
        """The text as its author would have written it."""
        named = _NAME.sub(lambda found: spoken(self.parties[found[0]].code), text)
        return _WHEN.sub(lambda found: f"{self.moment(found[0]):%d.%m.%Y}", named)

    def _parts(self, when: str) -> tuple[timedelta, str]:
        found = _WHEN.fullmatch(when)
        if found is None:
            raise ValueError(f"{when!r} is no time of a story: write T+2 09:10")
        return timedelta(days=int(found[1])), found[2] or END_OF_WORK


def at(day: date, hour: str) -> datetime:
    """``hour`` o'clock in the demo's time zone."""
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=timezone.get_default_timezone())
