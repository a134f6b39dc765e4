"""The form of an instrument: what it asks, how it is scored, for whom it is valid, and where each number comes from.

Instruments are data. Labels are our own short words; the wording of a form belongs to its owners and comes with a pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

ADULT = 18
NOTHING: Mapping[str, object] = MappingProxyType({})


class Words(NamedTuple):
    """One short sentence in both languages of the product."""

    de: str
    en: str

    def in_(self, language: str) -> str:
        """German for "de" and its variants, else English."""
        return self.de if language.startswith("de") else self.en


Choices: TypeAlias = tuple[tuple[str, Words], ...]


class RedFlag(StrEnum):
    """What has to be seen whatever the score is."""

    STRANGULATION = "strangulation"
    SEPARATION = "separation"
    STALKING = "stalking"
    THREAT_TO_KILL = "threat_to_kill"
    PREGNANCY = "pregnancy"
    ESCALATION = "escalation"
    FEAR = "fear"
    FIREARM = "firearm"


class ItemKind(StrEnum):
    """How an item is answered."""

    YES_NO = "yes_no"  # an Answer
    INDICATORS = "indicators"  # a list of those that are there, or one Answer for each
    RATING = "rating"  # a Rating, or one for "now" and one for "past"
    LEVEL = "level"  # one of the item's choices
    TEXT = "text"
    DATE = "date"  # a day of the calendar, as 2026-03-01


class Rule(StrEnum):
    """How a result comes from the answers."""

    COUNT = "count"  # one point for each yes
    PRORATED = "prorated"  # one point for each yes, extrapolated over what is missing
    WEIGHTED_SUM = "weighted_sum"  # points of a pack for each yes
    SCREEN = "screen"  # enough of some questions, or belief
    PROFILE = "profile"  # structured judgement: rated, never summed
    EXTERNAL = "external"  # scored elsewhere; only recorded here


@dataclass(frozen=True)
class Indicator:
    """One of the signs inside an item."""

    code: str
    label: Words


@dataclass(frozen=True)
class Item:
    """One question; ``code`` is its published number as text."""

    code: str
    label: Words
    kind: ItemKind = ItemKind.YES_NO
    indicators: tuple[Indicator, ...] = ()
    at_least: int = 1  # so many indicators make a yes
    choices: Choices = ()
    part_of: str = ""  # the item this one belongs to, as 3a to 3
    goes_with: str = ""  # the answer to that item which leaves room for a yes to this one
    flag: RedFlag | None = None
    asks_period: bool = False  # now and in the past
    records_only: bool = False  # only police or court records can answer it

    @cached_property
    def signs(self) -> frozenset[str]:
        """The codes of the indicators."""
        return frozenset(indicator.code for indicator in self.indicators)


@dataclass(frozen=True)
class Fact:
    """What is asked beside the items. Without choices it is a whole number."""

    key: str
    label: Words
    choices: Choices = ()


@dataclass(frozen=True)
class Band:
    """Scores from ``lowest`` to ``highest`` (both belong to it; None is open), or an outcome of a rule.

    ``lifts_to`` is the level (acute, high, medium, not_raised) a case is lifted to, or None.
    """

    key: str
    label: Words
    lowest: int | None = None
    highest: int | None = None
    lifts_to: str | None = None

    @cached_property
    def says(self) -> Words:
        """Which scores belong to it, as a sentence; made once, because every result says it."""
        label, lowest, highest = self.label, self.lowest, self.highest
        if highest is None:
            return Words(f"Ab {lowest}: {label.de}.", f"From {lowest} on: {label.en}.")
        if lowest is None:
            return Words(f"Bis {highest}: {label.de}.", f"Up to {highest}: {label.en}.")
        scores = str(lowest) if lowest == highest else f"{lowest}–{highest}"
        return Words(f"Bei {scores}: {label.de}.", f"At {scores}: {label.en}.")


@dataclass(frozen=True)
class Norm:
    """In percent: how many with this score did it again, how many of the sample scored lower and higher."""

    score_from: int
    score_to: int
    percent: int
    lower: int
    higher: int


@dataclass(frozen=True)
class NormSet:
    """How one sample, or one place, reads the scores. ``base_rate`` is in percent, None where there is no sample."""

    key: str
    label: Words
    base_rate: int | None
    sample: Words
    warning: Words
    norms: tuple[Norm, ...] = ()
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Valid:
    """One condition of validity: the fact ``key`` must be one of ``values`` (a number: at least ``at_least``).

    ``strict``: also where the fact is not known there is no result. Otherwise only what is known to be outside refuses.
    """

    key: str
    reason: Words
    values: tuple[str, ...] = ()
    at_least: int = 0
    strict: bool = False


@dataclass(frozen=True)
class Guard:
    """For whom the instrument is valid, and who may use it: kinds of institution (empty = all), after which training.

    ``trained``: whoever begins with it confirms to be trained, or licensed, for it.
    """

    valid_for: tuple[Valid, ...]
    training: Words
    use_by: tuple[str, ...] = ()
    trained: bool = False


@dataclass(frozen=True)
class Source:
    """Where something was read; ``confirmed`` only if it was read there, not told from memory."""

    text: str
    url: str
    confirmed: bool = True


@dataclass(frozen=True)
class Screen:
    """One yes among ``any_of``, or ``at_least`` among ``further``."""

    any_of: tuple[str, ...]
    further: tuple[str, ...]
    at_least: int


@dataclass(frozen=True, eq=False)
class Instrument:
    """Everything one has to know to ask and to score; the same object is the same instrument."""

    key: str
    version: str
    name: Words
    measures: Words
    rule: Rule
    items: tuple[Item, ...]
    guard: Guard
    licence: Words
    sources: tuple[Source, ...]
    not_for: tuple[Words, ...]
    missing: Words  # what an unanswered question does
    facts: tuple[Fact, ...] = ()
    bands: tuple[Band, ...] = ()
    norm_sets: tuple[NormSet, ...] = ()
    validity: tuple[tuple[Words, Source], ...] = ()
    screen: Screen | None = None
    may_miss: int = 0  # of a prorated count: so many answers may be missing
    verified: bool = False  # rule and bands were read in a source
    external: bool = False
    open: bool = False  # whoever wants may use it, without licence
    wholly: bool = False  # and so was all else that is shipped of it
    state: Words = field(default=Words("", ""))  # in a few words, what of it is confirmed and what not
    confirmed: Words = field(default=Words("", ""))  # the same in sentences
