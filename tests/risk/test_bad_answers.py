"""What cannot be answered is refused with a sentence for each, and nothing is scored."""

from decimal import Decimal

import pytest

from risk.answering import document_of
from risk.faults import faults_of, faults_of_facts
from risk.indicators import indicated
from risk.instruments import ALL, get
from risk.result import BadAnswers
from risk.scoring import score
from risk.shape import NormSet
from tests.risk.answered import A_WOMAN_AND_HER_PARTNER, NO_WORDS, all_no, pack_for

LAP, ODARA, B_SAFER, DYRIAS = get("lap"), get("odara"), get("b-safer"), get("dyrias")
SUBSTANCES = next(item for item in ODARA.items if item.code == "11")

# fmt: off
IMPOSSIBLE = (
    # instrument  code     answers that cannot be given
    (LAP,         "1",     ("maybe", "Yes", "", None, True, 1, Decimal("1.5"), ["yes"], {"yes": 1}, b"yes")),
    (ODARA,       "1",     (["alcohol_problem"], 2)),
    (ODARA,       "11",    ("maybe", ["beer"], [None], [["alcohol_problem"]], {"beer": "yes"}, {"alcohol_problem": 1},
                            {"alcohol_problem": "maybe"}, 2, None, True, b"yes")),
    (B_SAFER,     "1",     ("yes", 1, "2026-03-01", {"now": "yes"}, {"later": "present"}, {"now": ["present"]}, ["present"], None)),
    (B_SAFER,     "risk",  ("extreme", 1, ["high"], None)),
    (B_SAFER,     "note",  (1, None, ["x"], "x" * 10_001)),
    (DYRIAS,      "level", ("6", 5, "", None)),
    (DYRIAS,      "date",  ("bald", "2026", "2026-02-30", "2026-3-1", "20260301", "2026-W09-7", "", 2026, None)),
)
# fmt: on


@pytest.mark.parametrize(("instrument", "code", "answers"), IMPOSSIBLE)
def test_an_impossible_answer_is_refused_with_what_is_possible(instrument, code, answers):
    for answer in answers:
        with pytest.raises(BadAnswers) as bad:
            score(instrument, {code: answer})
        (fault,) = bad.value.faults
        assert fault.code == code
        assert fault.sentence.de.startswith(f"{code}: ")
        assert fault.sentence.en in str(bad.value)


def test_all_faults_are_told_at_once_and_what_is_right_is_not():
    with pytest.raises(BadAnswers) as bad:
        score(LAP, {"1": "maybe", "2": "yes", "12": "yes", 4: "yes", "5": 5})
    assert [fault.code for fault in bad.value.faults] == ["1", "12", "4", "5"]
    assert bad.value.faults[1].sentence == (
        "„12“ gibt es in Lethality Screen (LAP) nicht.",
        "There is no “12” in Lethality Screen (LAP).",
    )


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"belief": "maybe"}, ["belief"]),
        ({"shoe_size": "44"}, ["shoe_size"]),
        ({"belief": True, "hotline": "yes"}, ["belief"]),
        ({"belief": ["yes"]}, ["belief"]),
        ({"age_at_risk": "18"}, ["age_at_risk"]),
        ({"age_at_risk": True}, ["age_at_risk"]),
        ({"age_at_risk": -1}, ["age_at_risk"]),
        ({"age_at_risk": 131}, ["age_at_risk"]),
        ({"sex_at_risk": None, "shoe_size": 44, 3: "yes"}, ["sex_at_risk", "shoe_size", "3"]),
    ],
)
def test_a_fact_that_cannot_be_so_is_refused(facts, codes):
    with pytest.raises(BadAnswers) as bad:
        score(LAP, {}, facts=facts)
    assert [fault.code for fault in bad.value.faults] == codes


def test_right_facts_are_taken():
    assert faults_of_facts(LAP, {"age_at_risk": 0, "belief": "no", "relationship": "unknown"}) == ()
    assert faults_of_facts(LAP, {"age_at_risk": 130}) == ()
    assert score(LAP, {}, facts={"age_at_risk": 130, "belief": "yes"}).band.key == "belief"


def test_all_facts_there_are_may_stand_beside_the_answers():
    facts = A_WOMAN_AND_HER_PARTNER | {"age_at_risk": 40, "belief": "no", "hotline": "not_asked"}

    assert facts.keys() == {fact.key for fact in LAP.facts}
    assert document_of(LAP, {"answers": {"1": "no"}} | facts) == ({"1": "no"}, facts, None)


def test_a_right_day_beside_a_wrong_answer_is_no_fault():
    assert [fault.code for fault in faults_of(DYRIAS, {"date": "2024-02-29", "level": "9"})] == ["level"]


def test_an_unknown_norm_set_is_refused_with_those_there_are():
    for instrument, there_are in ((ODARA, "2004"), (get("dash"), "norfolk, plymouth"), (LAP, "none")):
        with pytest.raises(BadAnswers) as bad:
            score(instrument, {}, norm_set="2010")
        (fault,) = bad.value.faults
        assert (fault.code, fault.sentence.en) == ("norm_set", f"There is no such norm set. Possible: {there_are}.")


def test_those_of_the_pack_are_among_them_each_once():
    norm_sets = tuple(NormSet(key, NO_WORDS, None, NO_WORDS, NO_WORDS) for key in ("2004", "place"))
    with pytest.raises(BadAnswers, match=r"Possible: 2004, place\."):
        score(ODARA, {}, norm_set="2010", pack=pack_for(ODARA, verified=True, norm_sets=norm_sets))


# fmt: off
ITEM_11 = (
    # what was given                                                       what it says of the item
    (["alcohol_problem"],                                                  "no"),
    (("alcohol_problem", "drug_problem"),                                  "yes"),
    ([],                                                                   "no"),
    ("yes",                                                                "yes"),
    ("unknown",                                                            "unknown"),
    ("not_asked",                                                          "not_asked"),
    ({},                                                                   "not_asked"),
    ({"alcohol_problem": "yes", "drug_problem": "yes"},                    "yes"),
    ({"alcohol_problem": "yes", "drug_problem": "no"},                     "not_asked"),
    ({"alcohol_problem": "yes", "drug_problem": "unknown"},                "unknown"),
    (dict.fromkeys(SUBSTANCES.signs, "no"),                                "no"),
    (dict.fromkeys(SUBSTANCES.signs, "no") | {"drug_problem": "yes"},      "no"),
    (dict.fromkeys(SUBSTANCES.signs, "no") | {"drug_problem": "unknown"},  "no"),
    (dict.fromkeys(SUBSTANCES.signs, "no") | {"drug_problem": "yes", "alcohol_problem": "unknown"},   "unknown"),
    (dict.fromkeys(SUBSTANCES.signs, "no") | {"drug_problem": "yes", "alcohol_problem": "not_asked"}, "not_asked"),
    (dict.fromkeys(SUBSTANCES.signs, "unknown"),                           "unknown"),
)
# fmt: on


@pytest.mark.parametrize(("given", "answer"), ITEM_11)
def test_signs_make_an_answer_once_there_are_enough_or_cannot_be_enough(given, answer):
    assert indicated(SUBSTANCES, given) == answer
    assert faults_of(ODARA, {"11": given}) == ()


@pytest.mark.parametrize("instrument", ALL.values(), ids=list(ALL))
def test_strings_that_are_no_answer_are_refused_everywhere(instrument):
    for code in all_no(instrument):
        faults = faults_of(instrument, {code: "\ud800"})
        assert [fault.code for fault in faults] == [code] or code in {"note", "date", "kept_by"}
