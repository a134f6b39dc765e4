"""One page of a questionnaire: which questions stand on it, how far it is, where it goes on. Never a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from risk.shape import Instrument, Item

FACTS: Final = "facts"  # the place behind the last question
NEXT, BACK, LATER = "next", "back", "later"


@dataclass(frozen=True)
class Sheet:
    """``at`` is the code of the one question that is shown, "facts", or "" for all at once."""

    assessment: UUID
    instrument: Instrument
    answers: Mapping[str, Any]
    at: str

    @property
    def title(self) -> str:
        return self.instrument.name.in_(get_language() or "de")

    @property
    def one_by_one(self) -> bool:
        return bool(self.at)

    @cached_property
    def places(self) -> list[str]:
        """One after the other."""
        return [*(item.code for item in self.instrument.items), *([FACTS] if self.instrument.facts else [])]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.instrument.items if not self.at or item.code == self.at)

    @property
    def asks_facts(self) -> bool:
        return self.at in ("", FACTS)

    @property
    def first(self) -> bool:
        return not self.at or self.at == self.places[0]

    @property
    def has_back(self) -> bool:
        return self.one_by_one and not self.first

    @property
    def progress(self) -> str:
        """How many questions have an answer, and at which of them one is."""
        items = self.instrument.items
        done = sum(item.code in self.answers for item in items)
        told = _("%(done)s of %(all)s questions are answered.") % {"done": done, "all": len(items)}
        if self.at in ("", FACTS):
            return told
        here = _("Question %(number)s of %(all)s.") % {"number": self.places.index(self.at) + 1, "all": len(items)}
        return f"{here} {told}"

    @property
    def other_way(self) -> str:
        return self.address("" if self.one_by_one else self._first_open())

    def _first_open(self) -> str:
        """Where one goes on: the first question without an answer."""
        return next((item.code for item in self.instrument.items if item.code not in self.answers), self.places[0])

    def address(self, at: str) -> str:
        query = {"item": at} if at else None
        return reverse("assessment-answer", args=[self.assessment, self.instrument.key], query=query)

    def after(self, go: str) -> str:
        """The address that follows; "" if this questionnaire is done for now."""
        if go == LATER or not self.one_by_one:
            return ""
        place = self.places.index(self.at) + (-1 if go == BACK else 1)
        return self.address(self.places[max(place, 0)]) if place < len(self.places) else ""
