"""What a result says beside its score, and when there is none."""

from dataclasses import replace

import pytest

from risk import sentences
from risk.instruments import ALL, UnknownInstrument, get
from risk.packed import instrument_of
from risk.result import BadAnswers, Refusal, Told, apart, as_json
from risk.scoring import applies, score
from risk.shape import Band, NormSet, RedFlag
from tests.risk.answered import A_WOMAN_AND_HER_PARTNER, NO_WORDS, all_no, pack_for, without, yes_to

LAP, ODARA, DASH, SHORT_LIST = get("lap"), get("odara"), get("dash"), get("short-list")
DANGER_ASSESSMENT, B_SAFER = get("danger-assessment"), get("b-safer")
# Effective points of the weights that are told from memory: tested as arithmetic of a pack, never as truth.
FROM_MEMORY = {"2": 5, "3": 4, "4": 4, "5": 3, "6": 3, "7": 3, "8": 2, "9": 2, "3a": -3} | {
    str(code): 1 for code in (1, *range(10, 20))
}


def danger(answers, **pack):
    pack = pack_for(DANGER_ASSESSMENT, **({"verified": True, "weights": FROM_MEMORY} | pack))
    return score(DANGER_ASSESSMENT, answers, facts=A_WOMAN_AND_HER_PARTNER, pack=pack)


def in_english(sentences):
    return " ".join(sentence.en for sentence in sentences)


def test_without_a_pack_the_danger_assessment_shows_flags_and_no_score():
    result = score(DANGER_ASSESSMENT, yes_to(DANGER_ASSESSMENT, [10, 18]), facts=A_WOMAN_AND_HER_PARTNER)

    assert (result.key, result.red_flags) == ("unverified", (RedFlag.STRANGULATION, RedFlag.FEAR))
    assert danger({"10": "yes"}, weights={}).key == "unverified"
    assert danger({"10": "yes"}, weights={}).reason == result.reason == sentences.NOT_CONFIRMED
    assert danger({"10": "yes"}, verified=False) == score(
        DANGER_ASSESSMENT, {"10": "yes"}, facts=A_WOMAN_AND_HER_PARTNER
    )


@pytest.mark.parametrize(
    ("yes", "total"),
    [(range(1, 21), 37), (["3a"], -3), ([2], 5), ([3], 4), ([13], 1), ([8], 2), ([20], 0), ([5, "5a"], 3)],
)
def test_the_points_of_a_pack_are_added_up(yes, total):
    result = danger(yes_to(DANGER_ASSESSMENT, yes))

    assert (result.score, result.floor, result.ceiling) == (total, total, total)
    assert (result.decided_by, result.reasons[0].en) == ("weighted_sum", sentences.points(total).en)


def test_floor_and_ceiling_take_the_sign_of_the_points_into_account():
    result = danger(without(yes_to(DANGER_ASSESSMENT, [13], **{"3a": "unknown"}), [2, 20]))

    assert (result.score, result.floor, result.ceiling) == (1, -2, 6)
    assert (result.unknown, result.not_asked, result.missing) == (("3a",), ("2", "20"), 3)


# fmt: off
PARTS = (
    # said of 3, 3a, 5, 5a                       score floor ceiling missing  open
    ({"3": "no",  "5": "no"},                     0,  -3,   0,      1,       {"3a"}),
    ({"3": "yes", "5": "yes"},                    7,   7,   8,      1,       {"5a"}),
    ({"3": "yes", "3a": "unknown", "5": "no", "5a": "unknown"}, 4, 4, 4, 0,  set()),
    ({"3a": "yes", "5": "no"},                   -3,  -3,  -3,      1,       {"3"}),
    ({"3a": "no", "5a": "yes"},                   1,   1,   8,      2,       {"3", "5"}),
    ({"5": "no"},                                 0,  -3,   4,      1,       {"3", "3a"}),
    ({},                                          0,  -3,   8,      2,       {"3", "3a", "5", "5a"}),
    ({"3": "unknown", "3a": "unknown", "5": "unknown", "5a": "not_asked"}, 0, -3, 8, 2, {"3", "3a", "5", "5a"}),
)
# fmt: on


@pytest.mark.parametrize(("said", "score", "floor", "ceiling", "missing", "open_"), PARTS)
def test_a_part_of_a_question_is_open_where_the_question_leaves_room_for_it(
    said, score, floor, ceiling, missing, open_
):
    answers = without(all_no(DANGER_ASSESSMENT), ["3", "3a", "5", "5a"]) | said
    result = danger(answers, weights=FROM_MEMORY | {"5a": 1})

    assert (result.score, result.floor, result.ceiling, result.missing) == (score, floor, ceiling, missing)
    assert {*result.unknown, *result.not_asked} == open_


def test_both_open_neither_counts_more_than_once():
    """Of 20 questions with two parts nobody answered anything: 20 are missing, not 22."""
    nothing = danger({})

    assert (nothing.missing, nothing.floor, nothing.ceiling) == (20, -3, 37)
    assert "No question was answered" in in_english(nothing.notes)


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"3": "yes", "3a": "yes"}, ["3a"]),
        ({"5": "no", "5a": "yes"}, ["5a"]),
        ({"3": "yes", "3a": "yes", "5": "no", "5a": "yes"}, ["3a", "5a"]),
    ],
)
def test_a_yes_to_a_part_that_its_question_leaves_no_room_for_is_refused(answers, codes):
    with pytest.raises(BadAnswers) as bad:
        danger(answers)
    assert [fault.code for fault in bad.value.faults] == codes


def test_an_unverified_pack_disarms_no_instrument():
    """What it brings counts for nothing, and what the instrument says without it stands."""
    norms = NormSet("place", NO_WORDS, None, NO_WORDS, NO_WORDS, bands=(Band("own", NO_WORDS, 0, None, None),))
    brings = {"thresholds": {"acute": 1}, "bands": norms.bands, "norm_sets": (norms,)}
    pack = pack_for(DASH, verified=False, rule="weighted_sum", weights={"1": 99}, **brings)
    for answers in ({}, yes_to(DASH, range(1, 15)), yes_to(DASH, range(1, 20))):
        for facts in ({}, {"judgement": "yes"}):
            assert score(DASH, answers, facts=facts, pack=pack) == score(DASH, answers, facts=facts)
        assert score(DASH, answers, pack=pack, norm_set="place") == score(DASH, answers)

    screened = score(LAP, {"1": "yes"}, pack=pack_for(LAP, verified=False))
    assert (screened.band.key, screened.lifts_to, screened.decided_by) == ("protocol", "high", "any_of")


def test_nothing_follows_from_what_nobody_confirmed():
    for instrument in (replace(DASH, verified=False), replace(LAP, verified=False)):
        result = score(instrument, {"2": "yes"}, norm_set=None)

        assert (result.key, result.reason) == ("unverified", sentences.NOT_CONFIRMED)
        assert result.red_flags


@pytest.mark.parametrize(
    ("points", "lifts_to"), [(2, None), (3, "medium"), (5, "medium"), (6, "high"), (7, "acute"), (13, "acute")]
)
def test_a_threshold_of_a_verified_pack_lifts_to_the_highest_level_it_reaches(points, lifts_to):
    pack = pack_for(ODARA, verified=True, thresholds={"medium": 3, "acute": 7, "high": 6})
    result = score(ODARA, yes_to(ODARA, range(1, points + 1)), facts=A_WOMAN_AND_HER_PARTNER, pack=pack)

    assert result.lifts_to == lifts_to
    assert result.decided_by == ("threshold" if lifts_to else "count")
    assert result.band.lowest <= points


def test_a_threshold_never_lowers_what_the_band_lifts():
    pack = pack_for(DASH, verified=True, thresholds={"medium": 10, "high": 14})
    result = score(DASH, yes_to(DASH, range(1, 15)), pack=pack)

    assert (result.lifts_to, result.decided_by) == ("high", "count")


def test_bands_and_norms_of_a_verified_pack_come_before_our_own():
    own = Band("own", NO_WORDS, 0, None, lifts_to="acute")
    norms = NormSet("place", NO_WORDS, None, NO_WORDS, NO_WORDS)
    pack = pack_for(DASH, verified=True, bands=(own,), norm_sets=(norms,))

    assert score(DASH, {}, pack=pack).band == own
    assert score(DASH, {}, pack=pack, norm_set="place").band == own
    assert score(DASH, {}, pack=pack, norm_set="norfolk").band.key == "standard"


def test_a_checklist_that_is_only_a_pack_is_scored_by_it():
    pack = pack_for(DASH, verified=True, rule="weighted_sum", weights={"1": 5})

    assert score(instrument_of(pack), {"1": "yes", "2": "yes"}, pack=pack).score == 5


def test_few_answers_are_not_taken_for_little_danger():
    few = score(DASH, yes_to(DASH, [1, 2], **{str(code): "unknown" for code in range(5, 17)}))
    fewer = score(DASH, yes_to(DASH, [1], **{str(code): "unknown" for code in range(5, 17)}))
    one = score(DASH, yes_to(DASH, [1], **{"2": "unknown"}))

    assert (few.score, few.floor, few.ceiling) == (2, 2, 14)
    assert "12 questions are open; 2 to 14 are possible." in in_english(few.notes)
    assert "it could be: Visible high risk" in in_english(few.notes)
    assert "it could be" not in in_english(fewer.notes)
    assert "One question is open" in in_english(one.notes)
    assert "No question was answered" in in_english(score(DASH, {}).notes)
    assert "No question was answered" not in in_english(few.notes)
    assert score(DASH, all_no(DASH), facts={"judgement": "no"}).notes == ()


def test_a_screen_says_whether_open_questions_could_still_turn_it():
    turns = "the rule could still be met"
    no_belief = {"belief": "no"}
    one_of_three = score(LAP, without(all_no(LAP), [2]), facts=no_belief)
    fourth = score(LAP, yes_to(LAP, [4, 5, 6], **{"7": "unknown"}), facts=no_belief)
    third = score(LAP, yes_to(LAP, [4, 5], **{"7": "unknown"}), facts=no_belief)

    assert in_english(one_of_three.notes) == f"One question is open: {turns} with that."
    assert turns in in_english(fourth.notes)
    assert third.notes == () == score(LAP, all_no(LAP), facts=no_belief).notes
    assert in_english(third.reasons) == "Yes 2 times to the other questions, needed 4 times."


# fmt: off
OUTCOMES = (
    # yes to       open      belief       band               highest            settled  open facts
    ([1],          [2, 4],   "unknown",   "protocol",        "protocol",        True,    ()),
    ([4, 5, 6, 7], [1],      "no",        "protocol",        "protocol",        True,    ()),
    ([4, 5, 6],    [7],      "no",        "not_screened_in", "protocol",        False,   ()),
    ([4, 5, 6],    [7],      "yes",       "belief",          "protocol",        False,   ()),
    ([4, 5],       [7],      "yes",       "belief",          "belief",          True,    ()),
    ([4, 5],       [7],      "no",        "not_screened_in", "not_screened_in", True,    ()),
    ([4, 5],       [7],      "unknown",   "not_screened_in", "belief",          False,   ("belief",)),
    ([4, 5],       [7],      "not_asked", "not_screened_in", "belief",          False,   ("belief",)),
    ([4, 5],       [7],      None,        "not_screened_in", "belief",          False,   ("belief",)),
    ([],           [3],      None,        "not_screened_in", "protocol",        False,   ("belief",)),
)
# fmt: on


@pytest.mark.parametrize(("yes", "open_", "belief", "band", "highest", "settled", "open_facts"), OUTCOMES)
def test_a_screen_says_which_outcomes_are_still_possible(yes, open_, belief, band, highest, settled, open_facts):
    facts = {"belief": belief} if belief else {}
    result = score(LAP, yes_to(LAP, yes, **{str(code): "unknown" for code in open_}), facts=facts)

    assert (result.band.key, result.lowest.key, result.highest.key) == (band, band, highest)
    assert (result.settled, result.open_facts) == (settled, open_facts)
    assert (sentences.BELIEF_OPEN in result.notes) == bool(open_facts)


def test_nothing_answered_is_told_of_a_screen_whoever_believes_what():
    silent, believed = score(LAP, {}), score(LAP, {"1": "unknown"}, facts={"belief": "yes"})
    one_no = score(LAP, {"1": "no"}, facts={"belief": "yes"})

    assert (silent.decided_by, in_english(silent.reasons)) == ("no_answers", sentences.NO_ANSWERS.en)
    assert silent.notes == (sentences.BELIEF_OPEN,)
    assert (believed.band.key, believed.notes) == ("belief", (sentences.NO_ANSWERS,))
    assert (one_no.band.key, one_no.notes) == ("belief", ())


@pytest.mark.parametrize(
    ("judgement", "yes", "open_facts"),
    [
        ("unknown", 3, True),
        ("not_asked", 3, True),
        (None, 3, True),
        ("no", 3, False),
        ("yes", 3, False),
        (None, 14, False),
    ],
)
def test_an_open_judgement_is_shown_where_it_could_lift(judgement, yes, open_facts):
    result = score(DASH, yes_to(DASH, range(1, yes + 1)), facts={"judgement": judgement} if judgement else {})

    assert result.open_facts == (("judgement",) if open_facts else ())
    assert (sentences.JUDGEMENT_OPEN in result.notes) is open_facts
    assert result.lifts_to == ("high" if yes == 14 or judgement == "yes" else None)


def test_how_sure_a_count_is_shows_in_the_bands_of_both_ends():
    open_ = {str(code): "unknown" for code in range(5, 17)}
    turns, stays = score(DASH, yes_to(DASH, [1, 2], **open_)), score(DASH, yes_to(DASH, [1], **open_))
    complete = score(DASH, all_no(DASH))
    undefined = score(DASH, all_no(DASH), norm_set="plymouth")
    begins = score(DASH, without(all_no(DASH), [1]), norm_set="plymouth")

    assert (turns.lowest.key, turns.highest.key, turns.settled) == ("below_threshold", "visible_high_risk", False)
    assert (stays.lowest, stays.highest, stays.settled) == (stays.band, stays.band, True)
    assert (complete.lowest, complete.highest, complete.settled) == (complete.band, complete.band, True)
    assert (complete.band.key, undefined.decided_by) == ("below_threshold", "count")
    assert (undefined.lowest, undefined.highest, undefined.settled) == (None, None, None)
    assert (begins.lowest, begins.highest.key, begins.settled) == (None, "standard", False)


def test_the_reasons_name_what_decided():
    assert in_english(score(LAP, {"1": "yes", "3": "yes", "5": "yes"}).named) == "Yes to 1, 3: one of 1–3 is enough."
    assert in_english(score(DASH, yes_to(DASH, range(1, 15))).reasons) == (
        "14 of 24 questions answered with yes. At 14–24: Visible high risk."
    )
    assert "judgement lifts" in in_english(score(DASH, {}, facts={"judgement": "yes"}).reasons)
    assert score(DASH, all_no(DASH), norm_set="plymouth").notes[0].en == "These bands say nothing about this score."


def test_red_flags_show_whatever_the_score_is_each_once_and_also_with_a_refusal():
    flagged = score(DASH, {"10": "yes", "11": "yes", "15": "yes", "6": "yes"})
    refused = score(ODARA, {"7": "yes"}, facts=A_WOMAN_AND_HER_PARTNER)

    assert flagged.red_flags == (RedFlag.SEPARATION, RedFlag.ESCALATION, RedFlag.STRANGULATION)
    assert (refused.key, refused.red_flags) == ("too_many_missing", (RedFlag.FEAR,))


def test_what_is_not_known_of_the_pair_counts_against_strict_instruments_only():
    assert (
        applies(SHORT_LIST, {})
        == applies(LAP, {"relationship": "unknown"})
        == applies(ODARA, A_WOMAN_AND_HER_PARTNER)
        == ()
    )
    assert [reason.en for reason in applies(ODARA, {"sex_at_risk": "female", "sex_endangering": "unknown"})] == [
        "Valid only where the endangering person is a man. It is not known here.",
        "Valid only between partners or former partners. It is not known here.",
    ]
    assert [reason.en for reason in applies(SHORT_LIST, {"sex_at_risk": "male"})] == [
        "Valid only where the person at risk is a woman."
    ]
    assert (
        score(SHORT_LIST, {}, facts={"sex_at_risk": "male"}).reason.en
        == "Valid only where the person at risk is a woman."
    )


@pytest.mark.parametrize(("age", "valid"), [(17, False), (18, True), (130, True), (0, False)])
def test_the_dash_is_for_adults(age, valid):
    assert (applies(DASH, {"age_at_risk": age}) == ()) is valid
    assert isinstance(score(DASH, {}, facts={"age_at_risk": age}), Refusal) is not valid


def test_structured_judgement_is_rated_and_never_summed():
    result = score(
        B_SAFER,
        {
            "1": {"now": "possible", "past": "present"},
            "2": {"past": "present"},
            "3": "possible",
            "4": {"now": "unknown", "past": "possible"},
            "5": "absent",
            "6": {"now": "possible"},
            "12": "present",
            "risk": "high",
            "note": "x" * 10_000,
        },
    )

    assert (result.score, result.floor, result.ceiling, result.band, result.lifts_to) == (None,) * 5
    assert (result.instrument, result.version, result.decided_by) == ("b-safer", "2-15", "profile")
    assert [reason.en for reason in result.reasons] == ["Present: 3.", "Possibly present: 3."]
    assert [named.en for named in result.named] == ["Present: 1, 2, 12.", "Possibly present: 3, 4, 6."]
    assert result.red_flags == (RedFlag.THREAT_TO_KILL, RedFlag.FEAR)
    assert (result.unknown, result.not_asked[:2], result.missing) == (("4",), ("2", "7"), 10)
    assert "never added up" in in_english(result.notes)
    assert score(B_SAFER, {}).reasons == ()


@pytest.mark.parametrize(
    ("key", "answers"), [("dyrias", {"level": "5"}), ("sara-v3", {"priority": "high", "date": "2026-03-01"})]
)
def test_what_is_scored_elsewhere_is_only_recorded(key, answers):
    assert score(get(key), answers).key == "external"


def test_what_was_concluded_elsewhere_stands_in_the_result_and_no_answer_does():
    dyrias = score(get("dyrias"), {"level": "5", "date": "2026-03-01", "kept_by": "x"})
    sara = score(get("sara-v3"), {"severity": "high", "priority": "low"}, facts={"relationship": "siblings"})
    b_safer = score(B_SAFER, {"1": "present", "risk": "high", "note": "x"})

    assert dyrias.told == (Told("level", get("dyrias").items[0].label, "5", ("Stufe 5", "Level 5")),)
    assert (sara.key, [(each.code, each.value) for each in sara.told]) == (
        "not_applicable",
        [("severity", "high"), ("priority", "low")],
    )
    assert [(each.code, each.words.en) for each in b_safer.told] == [("risk", "high")]
    assert score(get("dyrias"), {}).told == score(B_SAFER, {}).told == score(DASH, {"1": "yes"}).told == ()
    assert as_json(dyrias)["told"] == [
        {
            "code": "level",
            "label": {"de": "Stufe des Programms", "en": "Level of the service"},
            "value": "5",
            "words": {"de": "Stufe 5", "en": "Level 5"},
        }
    ]
    assert "2026-03-01" not in str(as_json(dyrias))


def test_where_a_count_is_not_valid_the_answers_are_told_in_numbers_and_by_items_apart():
    """O2 of our notes: outside the pair it is for, ODARA lists its items and gives no band."""
    siblings = A_WOMAN_AND_HER_PARTNER | {"relationship": "siblings"}
    refused = score(ODARA, without(yes_to(ODARA, [5, 7], **{"1": "unknown"}), [2]), facts=siblings)
    complete = score(ODARA, yes_to(ODARA, [5]), facts=siblings)
    danger_ = score(DANGER_ASSESSMENT, yes_to(DANGER_ASSESSMENT, [4]), facts=siblings)

    assert [each.en for each in refused.reasons] == ["2 of 13 questions answered with yes.", "2 questions are open."]
    assert [each.en for each in refused.named] == ["Yes: 5, 7.", "Unknown: 1.", "Not asked: 2."]
    assert (refused.key, refused.missing, refused.unknown, refused.not_asked) == ("not_applicable", 2, ("1",), ("2",))
    assert [each.en for each in complete.reasons] == ["1 of 13 questions answered with yes."]
    assert (danger_.reasons, [each.en for each in danger_.named]) == ((), ["Yes: 4."])
    follows = apart(as_json(refused))[0]
    assert "5, 7" not in str(follows)
    assert not {"unknown", "not_asked", "named"} & follows.keys()


def test_a_pack_of_another_instrument_or_another_version_is_not_used():
    for pack in (pack_for(LAP, verified=True), pack_for(DASH, verified=True, version="1")):
        with pytest.raises(BadAnswers) as bad:
            score(DASH, {}, pack=pack)
        assert [fault.code for fault in bad.value.faults] == ["pack"]
        assert bad.value.faults[0].sentence.en == f"The pack belongs to {pack.key}, version {pack.version}."


def test_the_same_result_as_plain_values():
    result = as_json(score(ODARA, yes_to(ODARA, [7]), facts=A_WOMAN_AND_HER_PARTNER, norm_set="2004"))
    without_norm = as_json(score(LAP, {}))
    refusal = as_json(score(get("dyrias"), {}))

    assert (result["score"], result["refused"], result["red_flags"]) == (1, None, ["fear"])
    assert result["band"] == {
        "key": "1",
        "label": {"de": "Punktgruppe 1", "en": "Score group 1"},
        "lowest": 1,
        "highest": 1,
    }
    assert (result["percent"]["value"], result["percent"]["warning"]["en"][:3]) == (10, "Old")
    assert result["reasons"][0]["en"] == "1 of 13 questions answered with yes."
    assert (without_norm["percent"], without_norm["not_asked"][0]) == (None, "1")
    assert refusal.keys() == result.keys() == without_norm.keys()
    assert not {"answers", "facts"} & result.keys(), "who reads the risk may not read these"
    assert {key: value for key, value in refusal.items() if value or value == 0} == {
        "refused": "external",
        "instrument": "dyrias",
        "version": "intimpartner-39",
        "reason": sentences.ELSEWHERE._asdict(),
        "missing": 0,
    }
    assert (refusal["decided_by"], refusal["score"], refusal["band"], refusal["red_flags"]) == (None, None, None, [])
    assert (result["reason"], result["decided_by"]) == (None, "count")
    assert (without_norm["lowest"]["key"], without_norm["highest"]["key"]) == ("not_screened_in", "protocol")
    assert (without_norm["settled"], without_norm["open_facts"]) == (False, ["belief"])


def test_what_names_items_stands_apart_from_what_follows_from_them():
    lap, b_safer = {"2": "yes", "3": "yes", "9": "unknown"}, {"10": "present", "13": "possible", "1": "unknown"}
    results = [score(LAP, lap), score(LAP, dict.fromkeys(LAP.screen.further, "yes")), score(B_SAFER, b_safer)]

    for plain in map(as_json, results):
        without, naming = apart(plain)
        assert not {"named", "unknown", "not_asked"} & set(without)
        assert without | naming == plain
    assert [words["en"] for each in map(as_json, results) for words in each["reasons"]] == [
        "Yes to one of the questions of which one is enough.",
        "Yes 8 times to the other questions, needed 4 times.",
        "Present: 1.",
        "Possibly present: 1.",
    ]
    assert apart(as_json(results[0]))[1]["named"][0]["en"] == "Yes to 2, 3: one of 1–3 is enough."
    assert apart(as_json(score(get("dyrias"), {})))[1] == {"named": [], "unknown": [], "not_asked": []}


def test_an_instrument_is_found_by_its_key_or_not_at_all():
    assert all(get(key) is instrument and instrument.key == key for key, instrument in ALL.items())
    with pytest.raises(UnknownInstrument):
        get("vpr")
