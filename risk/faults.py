"""Why an answer or a fact cannot be taken, as sentences. Asked only where something is wrong, so it may take its time."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from risk.answers import Answer, Rating
from risk.indicators import ANSWERS, indicated
from risk.parts import Part
from risk.result import Fault
from risk.shape import Choices, Fact, Instrument, Item, ItemKind, Words
from risk.words import ANSWERS as ANSWERS_IN_WORDS

LONGEST_TEXT = 10_000  # characters; longer is no note on an item
LONGEST_NAME = 40
OLDEST = 130  # years
PERIODS = ("now", "past")
RATINGS = frozenset(Rating)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def faults_of(instrument: Instrument, answers: Mapping[str, object]) -> tuple[Fault, ...]:
    """All faults of the answers, in the order they were given."""
    items = {item.code: item for item in instrument.items}
    found = [_fault(instrument, items.get(code), code, given) for code, given in answers.items()]
    return tuple(fault for fault in found if fault)


def faults_of_facts(instrument: Instrument, facts: Mapping[str, object]) -> tuple[Fault, ...]:
    """All faults of the facts, in the order they were given."""
    known = {fact.key: fact for fact in instrument.facts}
    found = [_fault_of_fact(instrument, known.get(key), key, value) for key, value in facts.items()]
    return tuple(fault for fault in found if fault)


def _fault(instrument: Instrument, item: Item | None, code: object, given: object) -> Fault | None:
    if item is None:
        return Fault(str(code), _there_is_none(instrument, str(code)))
    expected = KINDS[item.kind](item, given)
    return expected and Fault(item.code, Words(f"{item.code}: {expected.de}", f"{item.code}: {expected.en}"))


def _fault_of_fact(instrument: Instrument, fact: Fact | None, key: object, value: object) -> Fault | None:
    if fact is None:
        return Fault(str(key), _there_is_none(instrument, str(key)))
    expected = _one_of(fact.choices, value) if fact.choices else _age(value)
    return expected and Fault(fact.key, Words(f"{fact.label.de}: {expected.de}", f"{fact.label.en}: {expected.en}"))


def no_room(part: Part) -> Fault:
    """A yes to a part where the answer to its question is another."""
    code, question, answer = part.code, part.question, ANSWERS_IN_WORDS[Answer(part.goes_with)]
    return Fault(
        code,
        Words(
            f"{code}: Ein Ja passt nur zu „{answer.de}“ bei Frage {question}.",
            f"{code}: A yes goes only with “{answer.en}” to question {question}.",
        ),
    )


def _there_is_none(instrument: Instrument, code: str) -> Words:
    name = shown(code)
    return Words(f"„{name}“ gibt es in {instrument.name.de} nicht.", f"There is no “{name}” in {instrument.name.en}.")


def shown(name: str) -> str:
    """What a stranger called something, short and without what a screen or a shell would act on."""
    return "".join(letter if letter.isprintable() else "·" for letter in name[:LONGEST_NAME])


def _possible(values: Sequence[str]) -> Words:
    listed = ", ".join(values)
    return Words(f"Möglich sind {listed}.", f"Possible are {listed}.")


def _yes_no(item: Item, given: object) -> Words | None:
    return None if isinstance(given, str) and given in ANSWERS else _possible(list(Answer))


def _indicators(item: Item, given: object) -> Words | None:
    if indicated(item, given) is not None:
        return None
    codes = ", ".join(indicator.code for indicator in item.indicators)
    answers = ", ".join(Answer)
    return Words(
        f"Möglich sind {answers} oder eine Liste aus {codes}.", f"Possible are {answers}, or a list of {codes}."
    )


def _rating(item: Item, given: object) -> Words | None:
    rated = given if isinstance(given, Mapping) else {"now": given}
    right = rated.keys() <= set(PERIODS) and all(isinstance(one, str) and one in RATINGS for one in rated.values())
    if right:
        return None
    listed = ", ".join(Rating)
    return Words(f"Möglich sind {listed}, jetzt und früher.", f"Possible are {listed}, now and past.")


def _level(item: Item, given: object) -> Words | None:
    return _one_of(item.choices, given)


def _text(item: Item, given: object) -> Words | None:
    if isinstance(given, str) and len(given) <= LONGEST_TEXT:
        return None
    return Words(
        f"Hier steht ein Text von höchstens {LONGEST_TEXT} Zeichen.",
        f"A text of at most {LONGEST_TEXT} characters stands here.",
    )


def _date(item: Item, given: object) -> Words | None:
    if isinstance(given, str) and is_day(given):
        return None
    return Words("Hier steht ein Tag, etwa 2026-03-01.", "A day stands here, as 2026-03-01.")


@lru_cache(maxsize=256)
def is_day(text: str) -> bool:
    """Of the calendar, as 2026-03-01."""
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _one_of(choices: Choices, value: object) -> Words | None:
    values = [choice for choice, _ in choices]
    return None if isinstance(value, str) and value in values else _possible(values)


def _age(value: object) -> Words | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= OLDEST:
        return None
    return Words(f"Hier steht eine ganze Zahl bis {OLDEST}.", f"A whole number up to {OLDEST} stands here.")


KINDS: dict[ItemKind, Callable[[Item, object], Words | None]] = {
    ItemKind.YES_NO: _yes_no,
    ItemKind.INDICATORS: _indicators,
    ItemKind.RATING: _rating,
    ItemKind.LEVEL: _level,
    ItemKind.TEXT: _text,
    ItemKind.DATE: _date,
}
