"""What is published about the instruments, as tables. Each names where it was read; none is taken from other programs."""

import pytest

from risk.instruments import get
from risk.result import Refusal, band_for
from risk.scoring import score
from tests.risk.answered import A_WOMAN_AND_HER_PARTNER, all_no, pack_for, without, yes_to

LAP, ODARA, DASH, SHORT_LIST = get("lap"), get("odara"), get("dash"), get("short-list")
DANGER_ASSESSMENT = get("danger-assessment")


# Lethality screen: https://shamelesssurvivors.com/lethality-assessment-screen/ and Draper Police's copy of the form
# (https://www.draper.ut.us/FormCenter/Police-Public-Forms-15/Draper-Police-Lethality-Assessment-Scree-127).
# fmt: off
O1 = (
    # yes in 1–3  yes in 4–11  belief  result              decided by
    (1,           0,           None,   "protocol",         "any_of"),
    (1,           0,           "no",   "protocol",         "any_of"),
    (0,           4,           None,   "protocol",         "further"),
    (0,           4,           "no",   "protocol",         "further"),
    (0,           3,           "no",   "not_screened_in",  "none"),
    (0,           3,           None,   "not_screened_in",  "none"),
    (0,           3,           "yes",  "belief",           "belief"),
    (0,           0,           "yes",  "belief",           "belief"),
    (3,           8,           None,   "protocol",         "any_of"),
    (3,           8,           "yes",  "protocol",         "any_of"),
)
# fmt: on


@pytest.mark.parametrize(("first", "more", "belief", "outcome", "decided_by"), O1)
def test_the_lethality_screen_has_three_outcomes(first, more, belief, outcome, decided_by):
    answers = yes_to(LAP, [*range(3, 3 - first, -1), *range(11, 11 - more, -1)])
    result = score(LAP, answers, facts={"belief": belief} if belief else {})

    assert (result.band.key, result.decided_by) == (outcome, decided_by)
    assert result.lifts_to == (None if outcome == "not_screened_in" else "high")
    assert result.score is None


@pytest.mark.parametrize("code", ["1", "2", "3"])
def test_each_of_the_first_three_is_enough_alone(code):
    assert score(LAP, {code: "yes"}).band.key == "protocol"


@pytest.mark.parametrize("left_out", range(4, 12))
def test_any_four_of_the_others_are_enough_and_three_are_not(left_out):
    others = [code for code in range(4, 12) if code != left_out]
    for start in range(4):
        assert score(LAP, yes_to(LAP, others[start : start + 4])).band.key == "protocol"
        assert score(LAP, yes_to(LAP, others[start : start + 3])).band.key == "not_screened_in"


@pytest.mark.parametrize("word", ["unknown", "not_asked"])
def test_what_was_not_answered_is_never_a_yes_and_said_to_be_nothing(word):
    nothing = score(LAP, {item.code: word for item in LAP.items})

    assert (nothing.band.key, nothing.decided_by, nothing.missing) == ("not_screened_in", "no_answers", 11)
    assert score(LAP, {}).decided_by == "no_answers"


# ODARA, construction sample of 2004 (589): https://www.yumpu.com/en/document/view/53459074/interpreting-odara-risk-scores
# and the same slide at https://deploy.doczz.net/doc/3855386/interpreting-odara-risk-scores.
# fmt: off
O2 = {
    # score: percent, lower, higher
    0:  (5,   0, 89),
    1:  (10, 11, 73),
    2:  (20, 27, 52),
    3:  (27, 48, 33),
    4:  (41, 67, 20),
    5:  (59, 80,  7),
    6:  (59, 80,  7),
    7:  (70, 93,  0),
    8:  (70, 93,  0),
    9:  (70, 93,  0),
    10: (70, 93,  0),
    11: (70, 93,  0),
    12: (70, 93,  0),
    13: (70, 93,  0),
}
# fmt: on
SHARES = (11, 16, 21, 19, 13, 13, 7)  # percent of the sample in each of the seven groups, same slide


def odara(answers, **facts):
    return score(ODARA, answers, facts=A_WOMAN_AND_HER_PARTNER | facts, norm_set="2004")


@pytest.mark.parametrize(("points", "norm"), O2.items())
def test_a_score_of_odara_has_its_percentage_in_the_sample_of_2004(points, norm):
    result = odara(yes_to(ODARA, range(1, points + 1)))

    assert (result.score, result.floor, result.ceiling, result.missing) == (points, points, points, 0)
    assert result.percent[:3] == norm
    assert result.percent.base_rate == 29
    assert result.percent.warning.de
    assert result.lifts_to is None  # from where on it is high is a local decision
    assert result.decided_by == "count"


def test_the_rows_of_the_sample_add_up():
    """Lower, group and higher are a hundred in each row; the base rate is their mean."""
    norms = ODARA.norm_sets[0].norms
    assert [norm.lower for norm in norms] == [sum(SHARES[:place]) for place in range(7)]
    assert [norm.lower + share + norm.higher for norm, share in zip(norms, SHARES, strict=True)] == [100] * 7
    assert round(sum(norm.percent * share for norm, share in zip(norms, SHARES, strict=True)) / 100) == 29


def test_there_are_seven_groups_without_gaps():
    assert [band.key for band in ODARA.bands] == ["0", "1", "2", "3", "4", "5–6", "7–13"]
    assert [band_for(ODARA.bands, points).key for points in (4, 5, 6, 7, 13)] == ["4", "5–6", "5–6", "7–13", "7–13"]


# Up to five missing, prorated: New Jersey AG directive, https://fredsisto.com/ag-modifications-cj-reform-policies-2/
@pytest.mark.parametrize("missing", range(14))
def test_five_answers_may_be_missing_and_six_may_not(missing):
    result = odara(without(all_no(ODARA), range(1, missing + 1)))

    if missing <= 5:
        assert (result.score, result.missing) == (0, missing)
    else:
        assert isinstance(result, Refusal)
        assert (result.key, result.missing) == ("too_many_missing", missing)
        assert str(missing) in result.reason.de


# Our own arithmetic: the published table of proration was not found, and the result says so. 5 of 10 is 6.5 of 13.
# fmt: off
PRORATED = (
    # yes  missing  score
    (0,    5,       0),
    (1,    1,       1),
    (5,    3,       7),
    (4,    3,       5),
    (6,    1,       7),
    (5,    1,       5),
    (8,    5,      13),
    (3,    5,       5),
    (12,   1,      13),
)
# fmt: on


@pytest.mark.parametrize(("yes", "missing", "points"), PRORATED)
def test_a_prorated_score_says_by_which_rule_and_that_no_table_confirms_it(yes, missing, points):
    answers = without(yes_to(ODARA, range(1, yes + 1)), range(13, 13 - missing, -1))
    result = odara(answers)

    assert (result.score, result.floor, result.ceiling) == (points, yes, yes + missing)
    assert result.decided_by == "prorated"
    assert f"Prorated, table not confirmed: {yes} × 13 / {13 - missing}" in result.notes[0].en


# Eight signs, two or more; five barriers, one or more: https://www.njrestrainingorderlawyers.com/blog/
# new-jersey-uses-new-domestic-violence-risk-assessment-tool/
@pytest.mark.parametrize(
    ("code", "signs", "points"),
    [
        ("11", [], 0),
        ("11", ["alcohol_problem"], 0),
        ("11", ["alcohol_problem", "alcohol_problem"], 0),
        ("11", ["alcohol_problem", "drug_problem"], 1),
        ("11", ["alcohol_problem", "drug_problem", "more_recently"], 1),
        ("13", [], 0),
        ("13", ["isolation"], 1),
        ("13", ["isolation", "no_phone"], 1),
    ],
)
def test_two_signs_of_substances_and_one_barrier_make_a_point(code, signs, points):
    assert odara(yes_to(ODARA, [], **{code: signs})).score == points


# A score only for a man assaulting a female partner: https://fredsisto.com/ag/
@pytest.mark.parametrize(
    "facts",
    [
        {"sex_at_risk": "male"},
        {"sex_at_risk": "diverse"},
        {"sex_at_risk": "unknown"},
        {"sex_endangering": "female"},
        {"relationship": "siblings"},
        {"relationship": "unknown"},
    ],
)
@pytest.mark.parametrize("instrument", [ODARA, DANGER_ASSESSMENT], ids=["odara", "danger-assessment"])
def test_no_score_and_no_band_but_for_a_man_and_the_woman_he_lives_or_lived_with(instrument, facts):
    pack = pack_for(instrument, verified=True)
    result = score(instrument, yes_to(instrument, [7]), facts=A_WOMAN_AND_HER_PARTNER | facts, pack=pack)

    assert isinstance(result, Refusal)
    assert result.key == "not_applicable"


def test_it_is_valid_for_former_partners_too():
    assert odara(yes_to(ODARA, [7]), relationship="former_partners").score == 1


# Danger Assessment: https://acepnow.com/article/the-danger-assessment-tool-determines-patients-risk-of-domestic-abuse/
# (prints ">18" for the last) and krautreporter.de 5117 ("18 oder mehr").
O3 = {
    -3: ("variable", None),
    7: ("variable", None),
    8: ("increased", "medium"),
    13: ("increased", "medium"),
    14: ("severe", "high"),
    17: ("severe", "high"),
    18: ("extreme", "acute"),
    37: ("extreme", "acute"),
}


@pytest.mark.parametrize(("total", "band"), O3.items())
def test_the_bands_of_the_danger_assessment(total, band):
    weights = {"1": total}
    pack = pack_for(DANGER_ASSESSMENT, verified=True, rule="weighted_sum", weights=weights)
    result = score(DANGER_ASSESSMENT, {"1": "yes"}, facts=A_WOMAN_AND_HER_PARTNER, pack=pack)

    assert (result.score, result.band.key, result.lifts_to) == (total, *band)


# SafeLives Dash: 14 yes (https://docsbay.net/marac-referral-criteria-definitions); local bands of Norfolk
# (https://nidasnorfolk.co.uk/professional-referal) and Plymouth, which leaves 0 undefined
# (https://plymouthscb.co.uk/safe-lives-dash-ric-checklist).
# fmt: off
O4 = (
    # yes  threshold             Norfolk               Plymouth              lifts to
    (0,    "below_threshold",    "standard",           None,                 None),
    (1,    "below_threshold",    "standard",           "standard",           None),
    (9,    "below_threshold",    "standard",           "standard",           None),
    (10,   "below_threshold",    "medium",             "medium",             None),
    (13,   "below_threshold",    "medium",             "medium",             None),
    (14,   "visible_high_risk",  "visible_high_risk",  "visible_high_risk",  "high"),
    (24,   "visible_high_risk",  "visible_high_risk",  "visible_high_risk",  "high"),
)
# fmt: on


@pytest.mark.parametrize(("yes", "threshold", "norfolk", "plymouth", "lifts_to"), O4)
def test_fourteen_yes_are_a_visible_high_risk(yes, threshold, norfolk, plymouth, lifts_to):
    answers = yes_to(DASH, range(1, yes + 1))
    for norm_set, key in ((None, threshold), ("norfolk", norfolk), ("plymouth", plymouth)):
        result = score(DASH, answers, norm_set=norm_set)

        assert (result.score, result.band and result.band.key, result.lifts_to) == (yes, key, lifts_to)
        assert result.percent is None


@pytest.mark.parametrize(
    ("yes", "judgement", "lifts_to", "decided_by"),
    [
        (3, "yes", "high", "judgement"),
        (3, "no", None, "count"),
        (15, "no", "high", "count"),
        (15, "yes", "high", "count"),
    ],
)
def test_judgement_refers_alone_and_never_downgrades(yes, judgement, lifts_to, decided_by):
    result = score(DASH, yes_to(DASH, range(1, yes + 1)), facts={"judgement": judgement})

    assert (result.lifts_to, result.decided_by) == (lifts_to, decided_by)


# Six questions, three yes: https://kis.signal-intervention.de/fragen-nach-sicherheit
@pytest.mark.parametrize(
    ("yes", "band", "lifts_to"),
    [(0, "not_high", None), (2, "not_high", None), (3, "high", "high"), (6, "high", "high")],
)
def test_three_yes_of_the_short_list_are_a_high_risk(yes, band, lifts_to):
    result = score(SHORT_LIST, yes_to(SHORT_LIST, range(1, yes + 1)))

    assert (result.score, result.band.key, result.lifts_to) == (yes, band, lifts_to)
