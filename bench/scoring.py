"""What it costs to score a full set of answers, against adding up the same answers in a plain loop."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final

import risk
from bench.figures import Figure
from bench.report import Told
from risk.instruments import ALL
from risk.pack import PackData
from risk.packs import read, trusted
from risk.scoring import score
from risk.shape import Instrument, Item, ItemKind, Rule

GOAL = "≤ 50"
ROUNDS, CALLS = 20, 300
PAIR = {"sex_at_risk": "female", "sex_endangering": "male", "relationship": "partners"}
WEIGHTS: Final = Path(risk.__file__).parent / "examples" / "danger-assessment-unconfirmed.json"
ANSWERS: Mapping[ItemKind, str] = {ItemKind.RATING: "present", ItemKind.TEXT: "told", ItemKind.DATE: "2026-03-01"}


def told() -> list[Told]:
    """A line per instrument: the best round of each, as the machine is never quiet for all of them."""
    return [(Figure(f"score ÷ sum, {key}", lambda *_given: 0.0, GOAL), _cost(each)) for key, each in ALL.items()]


def _cost(instrument: Instrument) -> float:
    answers = {item.code: _answer(item) for item in instrument.items}
    facts = {fact.key: PAIR[fact.key] for fact in instrument.facts if fact.key in PAIR}
    norm_set = instrument.norm_sets[0].key if instrument.norm_sets else None
    pack = _weights() if instrument.rule is Rule.WEIGHTED_SUM else None
    scored = _best(lambda: score(instrument, answers, facts=facts, norm_set=norm_set, pack=pack))
    return scored / _best(lambda: _sum(answers))


def _weights() -> PackData:
    """The example, as if somebody had confirmed it: what is measured is the sum, not a refusal."""
    return replace(read(WEIGHTS.read_bytes(), trusted("")), verified=True)


def _answer(item: Item) -> object:
    if item.kind is ItemKind.INDICATORS:
        return [indicator.code for indicator in item.indicators]
    if item.goes_with == "no":  # beside a yes to all others it cannot be one
        return "no"
    return item.choices[0][0] if item.choices else ANSWERS.get(item.kind, "yes")


def _sum(answers: Mapping[str, object]) -> int:
    total = 0
    for answer in answers.values():
        if answer == "yes":
            total += 1
    return total


def _best(do: Callable[[], object]) -> float:
    return min(_round(do) for _each in range(ROUNDS))


def _round(do: Callable[[], object]) -> float:
    began = perf_counter()
    for _each in range(CALLS):
        do()
    return perf_counter() - began
