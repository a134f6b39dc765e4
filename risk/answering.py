"""A file of answers: ``{"answers": {…}, "facts": {…}, "norm_set": …}``, or all of it on one level.

What can be meant in one way only is taken so: true and false, a number written as text, a text written as number.
"""

from collections.abc import Mapping
from typing import NamedTuple

from risk.answers import Answer
from risk.faults import shown
from risk.shape import Fact, Instrument, Item, ItemKind, Words

INSTRUMENT, VERSION, NORM_SET = "instrument", "version", "norm_set"
PARTS = frozenset({"answers", "facts", NORM_SET, INSTRUMENT, VERSION})
PLAIN = {True: Answer.YES.value, False: Answer.NO.value}
LONGEST_AGE = 3  # digits

OBJECT = Words(
    "Erwartet wird ein Objekt mit „answers“ und, wenn nötig, „facts“ und „norm_set“.",
    "An object with “answers” and, if needed, “facts” and “norm_set” is expected.",
)


class NoAnswers(ValueError):
    """The file is JSON, but no file of answers for this instrument. ``code`` is the name it is about, or empty."""

    def __init__(self, sentence: Words, code: str = "") -> None:
        super().__init__(sentence.en)
        self.sentence, self.code = sentence, code


class Document(NamedTuple):
    """What ``score`` takes; whether it can be answered so is for ``score`` to say."""

    answers: Mapping[str, object]
    facts: Mapping[str, object]
    norm_set: str | None


def document_of(instrument: Instrument, value: object) -> Document:
    """Sorts what stands in the file. Keys that are facts of the instrument are facts, wherever they stand.

    NoAnswers where it names another instrument, another version, or something that belongs nowhere.
    """
    if not isinstance(value, dict):
        raise NoAnswers(OBJECT)
    beside = {key: given for key, given in value.items() if key not in PARTS}
    within = _object(value.get("answers"))
    known = {fact.key: fact for fact in instrument.facts}
    if value.get("answers") is not None and not beside.keys() <= known.keys():
        name = min(beside.keys() - known.keys())
        raise NoAnswers(_not_known(name), name)
    _must_be_for(instrument, value)
    said = within | beside
    facts = {key: given for key, given in said.items() if key in known} | _object(value.get("facts"))
    items = {item.code: item for item in instrument.items}
    return Document(
        {code: _answer(items.get(code), given) for code, given in said.items() if code not in known},
        {key: _fact(known.get(key), given) for key, given in facts.items()},
        _name(value.get(NORM_SET)) or None,
    )


def _object(given: object) -> dict[str, object]:
    """Null is as good as left out."""
    if given is None or isinstance(given, dict):
        return given or {}
    raise NoAnswers(OBJECT)


def _name(given: object) -> str:
    """A name, also where it was written as a number; "" is none."""
    if given is None or isinstance(given, str):
        return given or ""
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    raise NoAnswers(OBJECT)


def _must_be_for(instrument: Instrument, value: Mapping[str, object]) -> None:
    key, version = _name(value.get(INSTRUMENT)), _name(value.get(VERSION))
    if key and key.casefold() != instrument.key:
        raise NoAnswers(_for_another(key, instrument.key), INSTRUMENT)
    if version and version != instrument.version:
        raise NoAnswers(_wrong_version(version, instrument.version), VERSION)


def _answer(item: Item | None, given: object) -> object:
    if item is None:
        return given
    if item.kind is ItemKind.LEVEL:
        return _as_text(given)
    if item.kind is ItemKind.INDICATORS and isinstance(given, dict):
        return {sign: _yes_or_no(each) for sign, each in given.items()}
    return _yes_or_no(given) if item.kind in (ItemKind.YES_NO, ItemKind.INDICATORS) else given


def _fact(fact: Fact | None, given: object) -> object:
    if fact and not fact.choices:
        return _as_number(given)
    return _yes_or_no(given)


def _yes_or_no(given: object) -> object:
    """True and false are taken for yes and no."""
    return PLAIN[given] if isinstance(given, bool) else given


def _as_text(given: object) -> object:
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


def _as_number(given: object) -> object:
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) <= LONGEST_AGE:
        return int(given)
    return given


def _not_known(name: str) -> Words:
    short = shown(name)
    return Words(f"„{short}“ gehört nicht in diese Datei.", f"“{short}” does not belong into this file.")


def _for_another(key: str, wanted: str) -> Words:
    short = shown(key)
    return Words(
        f"Diese Antworten gehören zum Instrument „{short}“, nicht zu „{wanted}“.",
        f"These answers are for the instrument “{short}”, not for “{wanted}”.",
    )


def _wrong_version(version: str, wanted: str) -> Words:
    short = shown(version)
    return Words(
        f"Falsche Fassung: Diese Antworten gehören zur Fassung „{short}“ des Instruments; hier ist es „{wanted}“.",
        f"Wrong version: these answers are for version “{short}” of the instrument; here it is “{wanted}”.",
    )
