"""From a sum to its band, its percentage, and the level it lifts a case to."""

from typing import NamedTuple

from risk import sentences
from risk.asked import Asked
from risk.indicators import NO
from risk.reading import plan_of
from risk.result import Percent, Result, band_for, norm_for
from risk.shape import Band, Words
from risk.words import LEVELS

JUDGEMENT, PRORATED = "judgement", "prorated"
HIGHEST_FIRST = tuple(LEVELS)


class Total(NamedTuple):
    """The score, and what it is at least and at most once everything open is answered."""

    score: int
    floor: int
    ceiling: int


class Lift(NamedTuple):
    """The level a case is lifted to, and who says so."""

    level: str | None
    decided_by: str
    reasons: tuple[Words, ...]


def summed(asked: Asked, total: Total, rule: str, reasons: tuple[Words, ...], notes: tuple[Words, ...] = ()) -> Result:
    """The result of a score."""
    bands = asked.bands
    band = band_for(bands, total.score)
    lowest, highest = _ends(bands, band, total)
    lift = _judged(asked, _lift(asked, total.score, band, rule))
    open_facts = _open_facts(asked, lift)
    return Result(
        asked.instrument.key,
        asked.instrument.version,
        total.score,
        total.floor,
        total.ceiling,
        band,
        lift.decided_by,
        reasons + lift.reasons,
        percent_of(asked, total.score, prorated=rule == PRORATED),
        asked.missing,
        tuple(asked.reading.unknown),
        tuple(asked.reading.not_asked),
        asked.reading.flags,
        lift.level,
        notes + _notes(asked, total, bands, band) + ((sentences.JUDGEMENT_OPEN,) if open_facts else ()),
        lowest=lowest,
        highest=highest,
        settled=None if lowest is highest is None else lowest is highest,
        open_facts=open_facts,
    )


def _ends(bands: tuple[Band, ...], band: Band | None, total: Total) -> tuple[Band | None, Band | None]:
    """The bands of floor and ceiling."""
    if total.floor == total.ceiling:
        return band, band
    return band_for(bands, total.floor), band_for(bands, total.ceiling)


def _lift(asked: Asked, score: int, band: Band | None, rule: str) -> Lift:
    lift = Lift(band.lifts_to, rule, (band.says,)) if band else Lift(None, rule, ())
    for level, lowest in asked.confirmed.thresholds.items() if asked.confirmed else ():
        if score >= lowest and higher(level, lift.level):
            lift = Lift(level, "threshold", (*lift.reasons, sentences.threshold(lowest, LEVELS[level])))
    return lift


def _judged(asked: Asked, lift: Lift) -> Lift:
    """Judgement may lift what the count does not, and never lowers what the count lifts."""
    if asked.facts.get(JUDGEMENT) == "yes" and higher("high", lift.level):
        return Lift("high", JUDGEMENT, (*lift.reasons, sentences.BELIEVED))
    return lift


def _open_facts(asked: Asked, lift: Lift) -> tuple[str, ...]:
    """A judgement that nobody gave, where it could still lift."""
    asks = JUDGEMENT in plan_of(asked.instrument).facts
    return (JUDGEMENT,) if asks and asked.facts.get(JUDGEMENT) != NO and higher("high", lift.level) else ()


def higher(level: str, than: str | None) -> bool:
    return than is None or HIGHEST_FIRST.index(level) < HIGHEST_FIRST.index(than)


def percent_of(asked: Asked, score: int, *, prorated: bool) -> Percent | None:
    """Only of a norm set that was named; of a prorated score with the warning of both."""
    norm_set = asked.norm_set
    norm = norm_for(norm_set, score) if norm_set else None
    if norm_set is None or norm is None:
        return None
    return Percent(
        norm.percent,
        norm.lower,
        norm.higher,
        norm_set.key,
        norm_set.label,
        norm_set.base_rate,
        norm_set.sample,
        sentences.together((norm_set.warning, sentences.PRORATED_PERCENT)) if prorated else norm_set.warning,
    )


def _notes(asked: Asked, total: Total, bands: tuple[Band, ...], band: Band | None) -> tuple[Words, ...]:
    about_bands = (sentences.UNDEFINED,) if bands and band is None else ()
    return about_bands + (_of_what_is_open(asked, total, bands, band) if asked.missing else ())


def _of_what_is_open(asked: Asked, total: Total, bands: tuple[Band, ...], band: Band | None) -> tuple[Words, ...]:
    said = [sentences.still_open(asked.missing, total.floor, total.ceiling)]
    if asked.missing == asked.asked_for:
        said.append(sentences.NO_ANSWERS)
    possible = band_for(bands, total.ceiling)
    if possible and possible != band:
        said.append(sentences.could_reach(possible))
    return tuple(said)
