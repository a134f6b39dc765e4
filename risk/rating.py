"""Structured professional judgement: which factors were seen. Rated one by one, never summed."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from risk import sentences
from risk.answers import Rating
from risk.asked import Asked
from risk.indicators import NOT_ASKED, UNKNOWN
from risk.reading import plan_of, raised
from risk.result import Result
from risk.shape import Words
from risk.words import RATINGS

PRESENT, POSSIBLE = Rating.PRESENT.value, Rating.POSSIBLE.value


class Rated(NamedTuple):
    """Codes of the factors: seen now or in the past (the stronger of both), and what is open for now."""

    present: list[str]
    possible: list[str]
    unknown: list[str]
    not_asked: list[str]


def profile(asked: Asked) -> Result:
    """Which factors are present, which are possible; no sum and no band."""
    plan = plan_of(asked.instrument)
    rated = _rated(plan.rated, asked.answers)
    return Result(
        asked.instrument.key,
        asked.instrument.version,
        decided_by="profile",
        reasons=_reasons(rated, sentences.how_many),
        missing=len(rated.unknown) + len(rated.not_asked),
        unknown=tuple(rated.unknown),
        not_asked=tuple(rated.not_asked),
        red_flags=raised(plan, rated.present),
        notes=(sentences.NEVER_SUMMED,),
        named=_reasons(rated, sentences.rated),
        told=asked.told,
    )


def _rated(codes: tuple[str, ...], answers: Mapping[str, object]) -> Rated:
    rated = Rated([], [], [], [])
    for code in codes:
        given = answers.get(code, NOT_ASKED)
        now, past = (given, given) if isinstance(given, str) else _periods(given)
        if PRESENT in (now, past):
            rated.present.append(code)
        elif POSSIBLE in (now, past):
            rated.possible.append(code)
        if now == UNKNOWN:
            rated.unknown.append(code)
        elif now == NOT_ASKED:
            rated.not_asked.append(code)
    return rated


def _periods(given: object) -> tuple[object, object]:
    assert isinstance(given, Mapping)  # noqa: S101 - read as one
    return given.get("now", NOT_ASKED), given.get("past")


def _reasons(rated: Rated, say: Callable[[Words, tuple[str, ...]], Words]) -> tuple[Words, ...]:
    shown = ((Rating.PRESENT, rated.present), (Rating.POSSIBLE, rated.possible))
    return tuple([say(RATINGS[rating], tuple(codes)) for rating, codes in shown if codes])
