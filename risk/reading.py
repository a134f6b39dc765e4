"""What was answered, sorted by what it means for scoring; what cannot be answered is refused with all its faults."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from risk import parts
from risk.faults import LONGEST_TEXT, faults_of, faults_of_facts, is_day, no_room
from risk.indicators import NO, NOT_ASKED, UNKNOWN, YES, indicated
from risk.parts import Part
from risk.result import BadAnswers, Fault, Told
from risk.shape import Instrument, Item, ItemKind, RedFlag
from risk.showing import answers_to


class Reading(NamedTuple):
    """Codes of items, in the order of the form. A part of a question that leaves no room for it is not open."""

    yes: list[str]
    unknown: list[str]
    not_asked: list[str]
    flags: tuple[RedFlag, ...]
    missing: int  # how many questions are open, whether unknown or never asked; with its part each counts once


class Plan(NamedTuple):
    """What reading needs of an instrument, worked out once."""

    codes: frozenset[str]
    scored: tuple[str, ...]
    counting: int  # how many of the scored are no sub-items
    indicators: tuple[Item, ...]
    parts: tuple[Part, ...]
    question: dict[str, str]  # what a part belongs to
    beside: frozenset[str]  # parts, and what they belong to
    flags: dict[str, RedFlag]
    rated: tuple[str, ...]
    allowed: dict[str, frozenset[str]]  # of instruments with rated, chosen or written items
    texts: frozenset[str]
    days: frozenset[str]
    told: dict[str, dict[object, Told]]  # what is concluded elsewhere, by the item and what it can say
    facts: dict[str, frozenset[str]]


@lru_cache(maxsize=64)
def plan_of(instrument: Instrument) -> Plan:
    """An instrument never changes, so neither does its plan."""
    items = instrument.items
    scored = tuple(item.code for item in items if item.kind in (ItemKind.YES_NO, ItemKind.INDICATORS))
    question = {item.code: item.part_of for item in items if item.part_of}
    return Plan(
        codes=frozenset(item.code for item in items),
        scored=scored,
        counting=len(scored) - len(question),
        indicators=tuple(item for item in items if item.kind is ItemKind.INDICATORS),
        parts=tuple(parts.of(item) for item in items if item.part_of),
        question=question,
        beside=frozenset(question) | frozenset(question.values()),
        flags={item.code: item.flag for item in items if item.flag},
        rated=tuple(item.code for item in items if item.kind is ItemKind.RATING),
        allowed={item.code: frozenset(answers_to(item)) for item in items} if len(scored) < len(items) else {},
        texts=frozenset(item.code for item in items if item.kind is ItemKind.TEXT),
        days=frozenset(item.code for item in items if item.kind is ItemKind.DATE),
        told={item.code: _told(item) for item in items if item.kind is ItemKind.LEVEL},
        facts={fact.key: frozenset(value for value, _ in fact.choices) for fact in instrument.facts},
    )


def _told(item: Item) -> dict[object, Told]:
    return {value: Told(item.code, item.label, value, words) for value, words in item.choices}


def read(instrument: Instrument, answers: Mapping[str, object]) -> Reading:
    """The answers sorted; BadAnswers with all faults if one of them cannot be given."""
    plan = plan_of(instrument)
    if not answers.keys() <= plan.codes:
        raise BadAnswers(faults_of(instrument, answers))
    if plan.allowed and not _all_plain(plan, answers):
        _refuse(faults_of(instrument, answers))
    said = _with_indicators(plan, answers) if plan.indicators else answers
    yes: list[str] = []
    unknown: list[str] = []
    not_asked: list[str] = []
    for code in plan.scored:
        answer = said.get(code, NOT_ASKED)
        if answer == YES:
            yes.append(code)
        elif answer == UNKNOWN:
            unknown.append(code)
        elif answer == NOT_ASKED:
            not_asked.append(code)
        elif answer != NO:
            raise BadAnswers(faults_of(instrument, answers))
    missing = len(unknown) + len(not_asked)
    if plan.parts:
        closed = parts.closed(plan.parts, said)
        _refuse(tuple([no_room(part) for part in closed if part.code in yes]))
        if missing:
            unknown, not_asked = _still_open(unknown, closed), _still_open(not_asked, closed)
            missing = len({plan.question.get(code, code) for code in (*unknown, *not_asked)})
    return Reading(yes, unknown, not_asked, raised(plan, yes), missing)


def _still_open(codes: list[str], closed: list[Part]) -> list[str]:
    without = [part.code for part in closed]
    return [code for code in codes if code not in without]


def read_facts(instrument: Instrument, facts: Mapping[str, object]) -> None:
    """BadAnswers with all faults if one of the facts cannot be so."""
    allowed = plan_of(instrument).facts
    for key, value in facts.items():
        if key not in allowed or not isinstance(value, str) or value not in allowed[key]:
            _refuse(faults_of_facts(instrument, facts))
            return


def _refuse(faults: tuple[Fault, ...]) -> None:
    if faults:
        raise BadAnswers(faults)


def raised(plan: Plan, codes: Iterable[str]) -> tuple[RedFlag, ...]:
    """The red flags these items raise, each once."""
    return tuple(dict.fromkeys([plan.flags[code] for code in codes if code in plan.flags]))


def _all_plain(plan: Plan, answers: Mapping[str, object]) -> bool:
    """Whether each answer is a word that can be given. What is none may still be right, and is looked at closely."""
    for code, given in answers.items():
        allowed = plan.allowed[code]
        if not isinstance(given, str):
            return False
        if given not in allowed and not (
            (code in plan.texts and len(given) <= LONGEST_TEXT) or (code in plan.days and is_day(given))
        ):
            return False
    return True


def _with_indicators(plan: Plan, answers: Mapping[str, object]) -> dict[str, object]:
    said = dict(answers)
    for item in plan.indicators:
        if item.code in said:
            said[item.code] = indicated(item, said[item.code])
    return said
