"""One function for each way a result comes from the answers."""

from collections.abc import Callable

from risk import sentences
from risk.asked import Asked
from risk.indicators import NO, YES
from risk.parts import Points, sums
from risk.rating import profile
from risk.reading import plan_of
from risk.result import Refusal, Result
from risk.shape import Rule, Screen, Words
from risk.summing import PRORATED, Total, summed


def count(asked: Asked) -> Result:
    """One point for each yes. What is open is no yes, and is shown as what the score could still become."""
    score, of = len(asked.reading.yes), asked.asked_for
    total = Total(score, score, score + asked.missing)
    return summed(asked, total, "count", (sentences.counted(score, of),))


def prorated(asked: Asked) -> Result | Refusal:
    """One point for each yes, extrapolated over what is missing; refused where more is missing than may be."""
    allowed, missing = asked.instrument.may_miss, asked.missing
    if missing > allowed:
        return asked.refused("too_many_missing", sentences.too_many_missing(missing, allowed))
    raw, items = len(asked.reading.yes), asked.asked_for
    counted = (sentences.counted(raw, items),)
    if not missing:
        return summed(asked, Total(raw, raw, raw), "count", counted)
    score = proportional(raw, items, items - missing)
    note = (sentences.prorated(raw, items, items - missing, score),)
    return summed(asked, Total(score, raw, raw + missing), PRORATED, counted, note)


def proportional(raw: int, items: int, answered: int) -> int:
    """raw × items / answered, half a point upwards: of two readings of an unconfirmed table, the one that warns."""
    return (2 * raw * items + answered) // (2 * answered)


def weighted_sum(asked: Asked) -> Result | Refusal:
    """The points of the pack for each yes. Points nobody confirmed are not added up: the sum would be read as one."""
    if not (asked.confirmed and asked.confirmed.weights):
        return asked.refused("unverified", sentences.NOT_CONFIRMED)
    total = _total(asked, asked.confirmed.weights.get)
    return summed(asked, total, "weighted_sum", (sentences.points(total.score),))


def _total(asked: Asked, points: Points) -> Total:
    """What is open counts nothing; floor and ceiling take the sign of its points into account."""
    plan, reading = plan_of(asked.instrument), asked.reading
    score = sum([points(code, 0) for code in reading.yes])
    if not reading.missing:
        return Total(score, score, score)
    stand = sum([points(code, 0) for code in reading.yes if code not in plan.beside])
    unsaid = [points(code, 0) for code in (*reading.unknown, *reading.not_asked) if code not in plan.beside]
    together = [list(sums(part, asked.answers, points)) for part in plan.parts]
    return Total(
        score,
        stand + sum([min(0, one) for one in unsaid]) + sum(map(min, together)),
        stand + sum([max(0, one) for one in unsaid]) + sum(map(max, together)),
    )


def screen(asked: Asked) -> Result:
    """Enough yes by the instrument's own rule, else the belief of whoever asked; three outcomes, no score."""
    rule = asked.instrument.screen
    assert rule is not None  # noqa: S101 - whoever screens says how: tested over all instruments
    first = [code for code in asked.reading.yes if code in rule.any_of]
    if first:
        named = sentences.any_of(first, rule.any_of)
        return asked.outcome("protocol", "any_of", sentences.ONE_IS_ENOUGH, named=(named,))
    more = len(asked.reading.yes)
    enough = sentences.further(more, rule.at_least)
    if more >= rule.at_least:
        return asked.outcome("protocol", "further", enough)
    highest = "protocol" if _could_turn(asked, rule, more) else ""
    if asked.facts.get("belief") == YES:
        nothing = (sentences.NO_ANSWERS,) if asked.missing == asked.asked_for else ()
        return asked.outcome("belief", "belief", sentences.BELIEVED, highest=highest, notes=nothing)
    return _not_screened_in(asked, enough, highest)


def _not_screened_in(asked: Asked, enough: Words, highest: str) -> Result:
    """With what could still turn it: open questions, and a belief that nobody asked for."""
    none = asked.missing == asked.asked_for
    decided_by, reason = ("no_answers", sentences.NO_ANSWERS) if none else ("none", enough)
    notes = (sentences.could_turn(asked.missing),) if highest and not none else ()
    if asked.facts.get("belief") == NO:
        return asked.outcome("not_screened_in", decided_by, reason, highest=highest, notes=notes)
    return asked.outcome(
        "not_screened_in",
        decided_by,
        reason,
        highest=highest or "belief",
        notes=(*notes, sentences.BELIEF_OPEN),
        open_facts=("belief",),
    )


def _could_turn(asked: Asked, rule: Screen, more: int) -> bool:
    unsaid = [*asked.reading.unknown, *asked.reading.not_asked]
    return any(code in rule.any_of for code in unsaid) or more + len(unsaid) >= rule.at_least


def external(asked: Asked) -> Refusal:
    """Scored by somebody else's means, which are not public."""
    return asked.refused("external", sentences.ELSEWHERE)


RULES: dict[Rule, Callable[[Asked], Result | Refusal]] = {
    Rule.COUNT: count,
    Rule.PRORATED: prorated,
    Rule.WEIGHTED_SUM: weighted_sum,
    Rule.SCREEN: screen,
    Rule.PROFILE: profile,
    Rule.EXTERNAL: external,
}
