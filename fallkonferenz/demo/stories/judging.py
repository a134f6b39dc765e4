"""How dangerous people think it is: in a sentence or with instruments, lowered by two, and who sees it differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from fallkonferenz import clock
from fallkonferenz.actions import assessing, lowering
from fallkonferenz.cases.models import Assessment
from fallkonferenz.cases.words import Source
from fallkonferenz.demo.stories.telling import When
from fallkonferenz.demo.stories.writing import WORRIES, Writing

SAFER = "Fühlt sich sicherer als damals."


@dataclass(frozen=True)
class Filled:
    """An instrument as somebody filled it in: the codes of its items by what was answered, ``yes="3 5 7"``."""

    instrument: str
    source: Source = Source.TOLD
    yes: str = ""
    no: str = ""
    unknown: str = ""

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        said = {"yes": self.yes, "no": self.no, "unknown": self.unknown}
        return {
            code: {"answer": answer, "source": self.source, "who": ""}
            for answer, codes in said.items()
            for code in codes.split()
        }


class Judging(Writing):
    """The verbs of assessing. ``pair`` is what instruments have to know of the two people before they are begun."""

    pair: Mapping[str, object] = MappingProxyType({})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begun: dict[str, Assessment] = {}

    def assesses(self, when: When, who: str, level: str, reasons: str, *, view: str = "", again: str = "") -> None:
        """An assessment in short; ``view`` is how the person at risk sees it, ``again`` the day of the next one."""
        next_one = self.day(again) if again else None
        said = {"level": level, "reasons": self.said(reasons), "reassess_on": next_one}
        self.act(assessing.add, when, who, **said, **self.heard(view), **self.asked)

    def begins_assessing(self, when: When, who: str, *filled: Filled) -> None:
        """With what is known by then. It stays open until ``judges``; from here on it sees those of nobody else."""
        instruments, by = [each.instrument for each in filled], self.people[who]
        begun = self.act(assessing.begin, when, who, instruments=instruments, facts=self.pair)
        self.begun[who] = begun
        with clock.at(self.moment(when)):
            for each in filled:
                assessing.answer(begun, by=by, instrument=each.instrument, answers=each.answers)

    def judges(self, when: When, who: str, level: str, reasons: str, *, view: str, worries: str = WORRIES) -> None:
        """The own judgement, and what was begun is complete; ``view`` is how the person at risk sees it."""
        begun, by = self.begun.pop(who), self.people[who]
        said = {"reasons": self.said(reasons), "worries": self.said(worries), "person_view": self.said(view)}
        with clock.at(self.moment(when)):
            assessing.judge(begun, by=by, level=level, heard=True, **said, **self.asked)
            assessing.complete(begun, by=by)

    def lowers(self, when: When, who: str, level: str, reasons: str, *, view: str = SAFER, **two: Any) -> None:
        """Assess at a lower level and ask that the case follows (``is_lowered``)."""
        self.begins_assessing(when, who)
        self.judges(when, who, level, reasons, view=view)
        self.is_lowered(when, who, level, reasons, **two)

    def is_lowered(self, when: When, who: str, level: str, reasons: str, *, second: str, confirmed: When) -> None:
        """On an assessment of the own institution; ``second``, of another one, confirms."""
        asked = self.act(lowering.ask_lower, when, who, to=level, reasons=self.said(reasons))
        with clock.at(self.moment(confirmed)):
            lowering.confirm_lower(asked, by=self.people[second])

    def dissents(self, when: When, who: str, level: str, reasons: str) -> None:
        self.act(lowering.dissent, when, who, level=level, reasons=self.said(reasons))
