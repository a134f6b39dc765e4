"""The instruments as data: complete in both languages, each number with its source, nothing licensed, nothing contradictory."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise

import pytest

from risk import words
from risk.answers import Answer, Rating
from risk.instruments import ALL
from risk.reading import plan_of
from risk.rules import RULES
from risk.shape import Instrument, ItemKind, RedFlag, Rule, Words
from risk.showing import answers_to, as_plain

EACH = pytest.mark.parametrize("instrument", ALL.values(), ids=list(ALL))
NUMBERS = {
    "lap": 11,
    "odara": 13,
    "danger-assessment": 22,  # 20 questions, 3a and 5a
    "dash": 24,
    "short-list": 6,
    "b-safer": 17,  # 15 factors, the rating and its reasons
    "sara-v3": 5,
    "dyrias": 3,
}
LONGEST_LABEL = 60  # characters: our own short words, never the sentence of a form


def spoken(value: object) -> Iterator[Words]:
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from spoken(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from spoken(getattr(value, field.name))


@EACH
def test_everything_is_said_in_both_languages(instrument):
    for said in spoken(instrument):
        assert said.de, said
        assert said.en, said


@EACH
def test_codes_and_labels_are_there_once(instrument):
    codes = [item.code for item in instrument.items]
    facts = [fact.key for fact in instrument.facts]
    labels = [item.label for item in instrument.items]

    assert len(codes) == NUMBERS[instrument.key]
    for each in (codes, facts, labels, [label.de for label in labels], [label.en for label in labels]):
        assert len(set(each)) == len(each)
    assert not set(codes) & set(facts), "a file of answers may hold both on one level"
    assert max(len(text) for label in labels for text in label) <= LONGEST_LABEL


@EACH
def test_an_item_has_what_its_kind_needs(instrument):
    codes = {item.code for item in instrument.items}
    for item in instrument.items:
        assert bool(item.indicators) == (item.kind is ItemKind.INDICATORS)
        assert bool(item.choices) == (item.kind is ItemKind.LEVEL)
        assert item.at_least <= max(1, len(item.indicators))
        assert len(item.signs) == len(item.indicators)
        assert (item.part_of in codes) == bool(item.part_of) == (item.goes_with in ("yes", "no"))


@EACH
def test_each_has_sources_and_says_what_is_confirmed(instrument):
    assert any(source.confirmed for source in instrument.sources)
    for source in (*instrument.sources, *(source for _, source in instrument.validity)):
        assert source.text
        assert bool(source.url) == source.confirmed, "what was read has an address, what is remembered has none"
    assert instrument.confirmed.de
    assert instrument.not_for


@EACH
def test_its_rule_is_there_with_what_it_needs(instrument):
    assert instrument.rule in RULES
    assert (instrument.screen is not None) == (instrument.rule is Rule.SCREEN)
    assert bool(instrument.may_miss) == (instrument.rule is Rule.PRORATED)
    assert instrument.external == (instrument.rule in (Rule.PROFILE, Rule.EXTERNAL))
    assert instrument.verified == (instrument.key != "danger-assessment")


@EACH
def test_bands_and_norms_leave_no_gap_and_overlap_nowhere(instrument):
    local = (norm_set.bands for norm_set in instrument.norm_sets)
    for bands in (instrument.bands, *local):
        ends = [(band.lowest, band.highest) for band in bands if instrument.rule is not Rule.SCREEN]
        assert all(after[0] == before[1] + 1 for before, after in pairwise(ends))
    for norm_set in instrument.norm_sets:
        rows = norm_set.norms
        assert all(after.score_from == before.score_to + 1 for before, after in pairwise(rows))
        assert norm_set.warning.de
        assert (norm_set.base_rate is not None) == bool(rows)


@EACH
def test_what_it_lifts_to_is_a_level(instrument):
    for band in instrument.bands:
        assert band.lifts_to is None or band.lifts_to in words.LEVELS


def test_the_screen_asks_for_its_own_items():
    lap = ALL["lap"]
    assert (*lap.screen.any_of, *lap.screen.further) == tuple(item.code for item in lap.items)
    assert (len(lap.screen.any_of), len(lap.screen.further), lap.screen.at_least) == (3, 8, 4)
    assert {band.key for band in lap.bands} == {"protocol", "belief", "not_screened_in"}


# What is published of single items; the rest of the order is ours and says so.
# fmt: off
FLAGGED = {
    "lap":               {"2": "threat_to_kill", "3": "fear", "4": "firearm", "5": "strangulation", "7": "separation", "11": "stalking"},
    "dash":              {"2": "fear", "3": "fear", "6": "separation", "8": "stalking", "9": "pregnancy", "10": "escalation",
                          "11": "escalation", "14": "threat_to_kill", "15": "strangulation"},
    "short-list":        {"1": "escalation", "3": "fear", "4": "pregnancy", "6": "strangulation"},
    "danger-assessment": {"1": "escalation", "2": "firearm", "3": "separation", "5a": "firearm", "6": "threat_to_kill",
                          "10": "strangulation", "15": "pregnancy", "18": "fear", "19": "stalking"},
    "odara":             {"5": "threat_to_kill", "7": "fear", "12": "pregnancy"},
    "b-safer":           {"2": "threat_to_kill", "3": "escalation", "12": "fear"},
    "sara-v3":           {},
    "dyrias":            {},
}
# fmt: on


@EACH
def test_which_answers_raise_which_red_flag(instrument):
    assert plan_of(instrument).flags == FLAGGED[instrument.key]


def test_only_records_answer_the_first_four_of_odara():
    records = {key: [item.code for item in each.items if item.records_only] for key, each in ALL.items()}
    assert {key: codes for key, codes in records.items() if codes} == {"odara": ["1", "2", "3", "4"]}


def test_the_words_cover_everything_there_is_to_say():
    assert words.ANSWERS.keys() == set(Answer)
    assert words.RATINGS.keys() == set(Rating)
    assert words.FLAGS.keys() == set(RedFlag)
    assert list(words.LEVELS) == ["acute", "high", "medium", "not_raised"], "from the highest to the lowest"
    assert Words("ja", "yes").in_("de-at") == "ja"
    assert Words("ja", "yes").in_("en") == "yes"
    for said in spoken(
        (*words.ANSWERS.values(), *words.RATINGS.values(), *words.FLAGS.values(), *words.LEVELS.values())
    ):
        assert all(said)


@EACH
def test_it_can_be_shown_as_plain_values(instrument):
    shown = as_plain(instrument)

    assert shown["name"] == instrument.name._asdict()
    assert shown.keys() == {field.name for field in fields(Instrument)}
    for item, plain in zip(instrument.items, shown["items"], strict=True):
        assert plain["code"] == item.code
        assert plain["answers"] == [str(answer) for answer in answers_to(item)]
    if instrument.screen:
        assert shown["screen"] == {"any_of": ["1", "2", "3"], "further": [str(n) for n in range(4, 12)], "at_least": 4}


def test_answers_follow_from_the_kind():
    said = {item.kind: answers_to(item) for each in ALL.values() for item in each.items if item.code != "level"}
    assert said == {
        ItemKind.YES_NO: tuple(Answer),
        ItemKind.INDICATORS: tuple(Answer),
        ItemKind.RATING: tuple(Rating),
        ItemKind.LEVEL: ("low", "moderate", "high"),
        ItemKind.TEXT: (),
        ItemKind.DATE: (),
    }


def test_the_same_instrument_is_the_same_object():
    lap = ALL["lap"]
    assert replace(lap) != lap
    assert {lap: 1}[lap] == 1
