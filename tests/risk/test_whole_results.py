"""Whole results, field by field: nothing that scoring found out is lost on the way, and each stands in its place."""

from risk.instruments import get
from risk.scoring import score
from risk.sentences import PRORATED_PERCENT, together
from risk.shape import Norm, NormSet
from tests.risk.answered import A_WOMAN_AND_HER_PARTNER, NO_WORDS, pack_for, without, yes_to

LAP, ODARA, DASH, DANGER = get("lap"), get("odara"), get("dash"), get("danger-assessment")
SAID_IN_WORDS = ("reasons", "notes", "percent", "named", "told")


def numbers_of(result):
    """Everything but the sentences, the band by its key."""
    kept = {name: value for name, value in result._asdict().items() if name not in SAID_IN_WORDS}
    return kept | {name: kept[name] and kept[name].key for name in ("band", "lowest", "highest")}


def english(sentences):
    return [sentence.en for sentence in sentences]


def test_of_a_screen():
    result = score(LAP, yes_to(LAP, [4, 5, 7, 11], **{"8": "unknown"}, **{"9": "not_asked"}), facts={"belief": "yes"})

    assert numbers_of(result) == {
        "instrument": "lap",
        "version": "maryland-11",
        "score": None,
        "floor": None,
        "ceiling": None,
        "band": "protocol",
        "decided_by": "further",
        "missing": 2,
        "unknown": ("8",),
        "not_asked": ("9",),
        "red_flags": ("firearm", "strangulation", "separation", "stalking"),
        "lifts_to": "high",
        "lowest": "protocol",
        "highest": "protocol",
        "settled": True,
        "open_facts": (),
    }
    assert english(result.reasons) == ["Yes 4 times to the other questions, needed 4 times."]


def prorated():
    return score(
        ODARA,
        without(yes_to(ODARA, [5, 7, 12], **{"1": "unknown"}), [2]),
        facts=A_WOMAN_AND_HER_PARTNER,
        norm_set="2004",
        pack=pack_for(ODARA, verified=True, thresholds={"high": 4}),
    )


def test_of_a_prorated_count():
    result = prorated()

    assert numbers_of(result) == {
        "instrument": "odara",
        "version": "2004-13",
        "score": 4,
        "floor": 3,
        "ceiling": 5,
        "band": "4",
        "decided_by": "threshold",
        "missing": 2,
        "unknown": ("1",),
        "not_asked": ("2",),
        "red_flags": ("threat_to_kill", "fear", "pregnancy"),
        "lifts_to": "high",
        "lowest": "3",
        "highest": "5–6",
        "settled": False,
        "open_facts": (),
    }
    assert english(result.reasons) == [
        "3 of 13 questions answered with yes.",
        "At 4: Score group 4.",
        "From 4 on the pack says: high.",
    ]
    assert english(result.notes) == [
        "Prorated, table not confirmed: 3 × 13 / 11, rounded to 4 (half a point upwards).",
        "2 questions are open; 3 to 5 are possible.",
        "With the open questions it could be: Score group 5–6. Few yes do not mean little danger here.",
    ]


def test_of_the_percentage_of_a_prorated_count():
    percent = prorated().percent

    assert percent._asdict() == {
        "value": 41,
        "lower": 67,
        "higher": 20,
        "norm_set": "2004",
        "label": ODARA.norm_sets[0].label,
        "base_rate": 29,
        "sample": ODARA.norm_sets[0].sample,
        "warning": together((ODARA.norm_sets[0].warning, PRORATED_PERCENT)),
    }
    assert "53 % for a score of 5 instead of 59 %" in percent.warning.en
    complete = score(ODARA, yes_to(ODARA, [5]), facts=A_WOMAN_AND_HER_PARTNER, norm_set="2004")
    assert complete.percent.warning == ODARA.norm_sets[0].warning


def test_of_a_count_that_is_refused():
    refusal = score(ODARA, {"7": "yes"}, facts=A_WOMAN_AND_HER_PARTNER)

    assert refusal._asdict() == {
        "instrument": "odara",
        "version": "2004-13",
        "reason": (
            "12 Antworten fehlen, höchstens 5 dürfen fehlen. Die Antworten bleiben erhalten.",
            "12 answers are missing, at most 5 may be. The answers are kept.",
        ),
        "key": "too_many_missing",
        "red_flags": ("fear",),
        "missing": 12,
        "unknown": (),
        "not_asked": tuple(item.code for item in ODARA.items if item.code != "7"),
        "reasons": (
            ("1 von 13 Fragen mit Ja beantwortet.", "1 of 13 questions answered with yes."),
            ("12 Fragen sind offen.", "12 questions are open."),
        ),
        "named": (
            ("Ja: 7.", "Yes: 7."),
            (
                "Nicht gefragt: 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13.",
                "Not asked: 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13.",
            ),
        ),
        "told": (),
    }


def test_of_a_count_without_a_band_and_with_an_open_question():
    result = score(DASH, without(yes_to(DASH, []), [2]), facts={"judgement": "no"}, norm_set="plymouth")

    assert english(result.notes) == [
        "These bands say nothing about this score.",
        "One question is open; 0 to 1 are possible.",
        "With the open questions it could be: Standard. Few yes do not mean little danger here.",
    ]


def test_of_a_weighted_sum():
    pack = pack_for(DANGER, verified=True, weights={"1": 14, "2": 4, "3a": -3})
    result = score(
        DANGER, yes_to(DANGER, [1], **{"2": "unknown", "3a": "unknown"}), facts=A_WOMAN_AND_HER_PARTNER, pack=pack
    )

    assert numbers_of(result) == {
        "instrument": "danger-assessment",
        "version": "2009-20",
        "score": 14,
        "floor": 11,
        "ceiling": 18,
        "band": "severe",
        "decided_by": "weighted_sum",
        "missing": 2,
        "unknown": ("2", "3a"),
        "not_asked": (),
        "red_flags": ("escalation",),
        "lifts_to": "high",
        "lowest": "increased",
        "highest": "extreme",
        "settled": False,
        "open_facts": (),
    }
    assert english(result.reasons) == ["14 points.", "At 14–17: Severe danger."]


def test_of_a_norm_set_that_a_pack_brings():
    """Percentages only of a pack that was confirmed; the instrument's own stay its own."""
    brought = NormSet("place", NO_WORDS, 12, NO_WORDS, NO_WORDS, norms=(Norm(0, 13, 34, 5, 6),))
    confirmed, not_confirmed = (pack_for(ODARA, verified=verified, norm_sets=(brought,)) for verified in (True, False))
    given = {"facts": A_WOMAN_AND_HER_PARTNER, "norm_set": "place"}
    result = score(ODARA, yes_to(ODARA, []), pack=confirmed, **given)

    assert (result.percent.value, result.percent.norm_set, result.percent.base_rate) == (34, "place", 12)
    assert score(ODARA, yes_to(ODARA, []), pack=not_confirmed, **given).percent is None
    assert score(ODARA, yes_to(ODARA, []), pack=not_confirmed, **given | {"norm_set": "2004"}).percent.value == 5
