"""What holds for all answers whatsoever: more yes never lowers, and nothing that was not said ever counts.

With one exception that lies in the Danger Assessment itself: whoever never lived together (3a) cannot have left (3), and
has three points less.
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from risk.answers import Answer
from risk.instruments import ALL, get
from risk.parts import closed
from risk.reading import plan_of
from risk.result import Refusal, Result
from risk.scoring import score
from risk.shape import ItemKind, Rule
from risk.words import LEVELS
from tests.risk.answered import A_WOMAN_AND_HER_PARTNER, pack_for

WORDS = st.sampled_from(list(Answer))
OUTCOMES = ("not_screened_in", "belief", "protocol")
COUNTED = [ALL[key] for key in ("lap", "dash", "short-list", "odara", "danger-assessment")]
LOWERS = "3a"
WEIGHTS = {item.code: 1 + place % 4 for place, item in enumerate(get("danger-assessment").items)} | {LOWERS: -3}


@st.composite
def answered(draw, instruments=COUNTED):
    """An instrument, and some of its items answered, in some order."""
    instrument = draw(st.sampled_from(instruments))
    codes = draw(st.lists(st.sampled_from([item.code for item in instrument.items]), unique=True))
    items = {item.code: item for item in instrument.items}
    return instrument, possible(instrument, {code: draw(answer_to(items[code])) for code in codes})


def possible(instrument, answers):
    """Without a yes to a part for which its question leaves no room."""
    no_room = {part.code for part in closed(plan_of(instrument).parts, answers)}
    return {code: answer for code, answer in answers.items() if code not in no_room or answer != "yes"}


def answer_to(item):
    if item.kind is not ItemKind.INDICATORS:
        return WORDS
    signs = st.sampled_from(sorted(item.signs))
    return WORDS | st.lists(signs) | st.dictionaries(signs, WORDS)


def scored(instrument, answers, weights=WEIGHTS):
    pack = pack_for(instrument, verified=True, weights=weights) if instrument.rule is Rule.WEIGHTED_SUM else None
    return score(instrument, answers, facts=A_WOMAN_AND_HER_PARTNER, pack=pack)


def height(result: Result | Refusal) -> tuple[int, int]:
    """How high a result lifts, then how many points it has; a refusal is below everything."""
    if isinstance(result, Refusal):
        return -1, 0
    lifts = list(reversed(LEVELS)).index(result.lifts_to) + 1 if result.lifts_to else 0
    return lifts, OUTCOMES.index(result.band.key) if result.score is None else result.score


@given(answered(), st.data())
def test_more_yes_never_lowers(said, data):
    instrument, answers = said
    more = data.draw(st.sampled_from([item.code for item in instrument.items if item.code != LOWERS]))
    added = possible(instrument, answers | {more: "yes"})

    assert height(scored(instrument, added)) >= height(scored(instrument, answers))


@pytest.mark.parametrize("instrument", COUNTED, ids=[each.key for each in COUNTED])
def test_only_never_having_lived_together_lowers(instrument):
    none = {item.code: "no" for item in instrument.items}
    lower = [
        code
        for code in none
        if height(scored(instrument, possible(instrument, none | {code: "yes"}))) < height(scored(instrument, none))
    ]

    assert lower == ([LOWERS] if instrument.key == "danger-assessment" else [])


@given(answered())
def test_unknown_and_not_asked_never_count_as_yes(said):
    """Whoever says no instead gets no more points for not saying so, but for what is prorated in the open."""
    instrument, answers = said
    refused = {code: "no" if answer in ("unknown", "not_asked") else answer for code, answer in answers.items()}
    assume(refused == possible(instrument, refused))
    with_open, with_no = scored(instrument, answers), scored(instrument, refused)
    if isinstance(with_open, Refusal) or with_open.decided_by == "prorated":
        return
    assert height(with_open) == height(with_no)
    assert with_open.red_flags == with_no.red_flags


@given(answered(), st.randoms())
def test_the_order_of_the_answers_does_not_matter(said, chance):
    instrument, answers = said
    shuffled = list(answers.items())
    chance.shuffle(shuffled)

    assert scored(instrument, answers) == scored(instrument, dict(shuffled))


@given(answered(), st.dictionaries(st.sampled_from(list(WEIGHTS)), st.integers(-5, 5)))
def test_the_score_lies_between_floor_and_ceiling(said, weights):
    instrument, answers = said
    result = scored(instrument, answers, weights)
    if isinstance(result, Refusal) or result.score is None:
        return
    assert result.floor <= result.score <= result.ceiling
    assert result.missing or result.floor == result.ceiling or instrument.rule is Rule.WEIGHTED_SUM
    belongs_to = plan_of(instrument).question
    assert len({belongs_to.get(code, code) for code in result.unknown + result.not_asked}) == result.missing
    assert result.missing <= plan_of(instrument).counting


@given(answered(), st.data())
def test_whatever_is_answered_at_last_the_score_ends_between_floor_and_ceiling(said, data):
    instrument, answers = said
    before = scored(instrument, answers)
    if isinstance(before, Refusal) or before.score is None:
        return
    answers = answers | {code: data.draw(st.sampled_from(["yes", "no"])) for code in before.unknown + before.not_asked}
    assume(answers == possible(instrument, answers))

    assert before.floor <= scored(instrument, answers).score <= before.ceiling
