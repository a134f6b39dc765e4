"""What scoring gives back: a result, or a refusal with its reason. Both are values; nobody is shown an exception."""

from collections.abc import Mapping
from typing import NamedTuple

from risk.shape import Band, Norm, NormSet, RedFlag, Words


class Percent(NamedTuple):
    """How many of a sample with this score did it again; never without the sample, its base rate and its warning."""

    value: int
    lower: int  # percent of the sample that scored lower
    higher: int
    norm_set: str
    label: Words
    base_rate: int | None
    sample: Words
    warning: Words


class Told(NamedTuple):
    """A level or an opinion that somebody came to by other means: what was concluded, never a single answer."""

    code: str
    label: Words
    value: str
    words: Words


class Result(NamedTuple):
    """``floor`` and ``ceiling`` are the score if everything open were answered in the lowest or the highest way.

    ``lowest`` and ``highest`` are the bands of that; ``settled`` whether they are one, None where there is no band.
    ``open_facts`` are facts beside the items that could still decide. ``lifts_to`` is the level a case is lifted to (acute, high, medium), None if the instrument lifts nothing. It never lowers.
    ``reasons`` name no item: they can be read by whoever may not read answers. ``named`` says the same by the items.
    """

    instrument: str
    version: str
    score: int | None = None
    floor: int | None = None
    ceiling: int | None = None
    band: Band | None = None
    decided_by: str = ""
    reasons: tuple[Words, ...] = ()
    percent: Percent | None = None
    missing: int = 0
    unknown: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    lifts_to: str | None = None
    notes: tuple[Words, ...] = ()
    named: tuple[Words, ...] = ()
    told: tuple[Told, ...] = ()
    lowest: Band | None = None
    highest: Band | None = None
    settled: bool | None = None
    open_facts: tuple[str, ...] = ()


class Refusal(NamedTuple):
    """No score and no band. ``key``: too_many_missing, not_applicable, external or unverified.

    ``reasons`` say in numbers what was answered all the same, ``named`` by the items.
    """

    instrument: str
    version: str
    reason: Words
    key: str
    red_flags: tuple[RedFlag, ...] = ()
    missing: int = 0
    unknown: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    reasons: tuple[Words, ...] = ()
    named: tuple[Words, ...] = ()
    told: tuple[Told, ...] = ()


class Fault(NamedTuple):
    """Why one answer was not taken; ``code`` is that of the item, the key of the fact, or empty."""

    code: str
    sentence: Words


class BadAnswers(ValueError):
    """Something was answered that cannot be; nothing was scored."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(" ".join(fault.sentence.en for fault in faults))
        self.faults = faults


def as_json(result: Result | Refusal) -> dict[str, object]:
    """Plain values with both languages, of a result and of a refusal with the same keys: null where there is nothing.

    A refusal has its key in ``refused`` and says why in ``reason``. The same result always gives the same JSON.
    """
    if isinstance(result, Refusal):
        said = result._asdict()
        refused = {"refused": said.pop("key"), "reason": _words(said.pop("reason"))}
        return _plain(Result(**said)) | refused
    return _plain(result)


def _plain(result: Result) -> dict[str, object]:
    plain: dict[str, object] = result._asdict() | {"refused": None, "reason": None}
    for key in ("reasons", "notes", "named"):
        plain[key] = [_words(sentence) for sentence in getattr(result, key)]
    for key in ("unknown", "not_asked", "red_flags", "open_facts"):
        plain[key] = [str(code) for code in getattr(result, key)]
    for key in ("band", "lowest", "highest"):
        plain[key] = _band(getattr(result, key))
    return plain | {
        "decided_by": result.decided_by or None,
        "percent": _percent(result.percent),
        "told": [each._asdict() | {"label": _words(each.label), "words": _words(each.words)} for each in result.told],
    }


NAMES_ITEMS = ("named", "unknown", "not_asked")


def apart(plain: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """What ``as_json`` gave in two: what follows from the answers, and what tells single answers by their items."""
    without = {key: value for key, value in plain.items() if key not in NAMES_ITEMS}
    return without, {key: plain[key] for key in NAMES_ITEMS if key in plain}


def _words(words: Words) -> dict[str, str]:
    return words._asdict()


def _band(band: Band | None) -> dict[str, object] | None:
    if band is None:
        return None
    return {"key": band.key, "label": _words(band.label), "lowest": band.lowest, "highest": band.highest}


def _percent(percent: Percent | None) -> dict[str, object] | None:
    if percent is None:
        return None
    words = {key: _words(getattr(percent, key)) for key in ("label", "sample", "warning")}
    return percent._asdict() | words


def norm_for(norm_set: NormSet, score: int) -> Norm | None:
    """The row of the sample this score falls into; None where the set has none."""
    for norm in norm_set.norms:
        if norm.score_from <= score <= norm.score_to:
            return norm
    return None


def band_for(bands: tuple[Band, ...], score: int) -> Band | None:
    """The band this score falls into; None where the bands leave it undefined."""
    for band in bands:
        if (band.lowest is None or band.lowest <= score) and (band.highest is None or score <= band.highest):
            return band
    return None
