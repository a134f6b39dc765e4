"""What is wrong with a pack, and where, word for word: an authority repairs its file by these sentences."""

import json
from base64 import b64decode
from hashlib import sha256

import pytest

from risk import contents, schema
from risk.instruments import get
from risk.packs import BadPack, read
from risk.schema import Fault
from risk.shape import Words
from tests.risk import packing
from tests.risk.packing import words

COUNTED = {"weights": None, "rule": None, "bands": None, "wording": None}
SOURCE = {"text": "x", "url": "https://example.org/", "confirmed": True}

INVISIBLE = ("Dieser Text enthält unsichtbare Zeichen.", "This text holds invisible characters.")
NOT_SUMMED = ("Dieses Instrument wird nicht gezählt.", "This instrument is not summed.")
GAP = (
    "Zwischen dieser Zeile und der davor ist eine Lücke oder eine Überschneidung.",
    "Between this row and the one before there is a gap or an overlap.",
)
UPSIDE_DOWN = ("Das Ende liegt vor dem Anfang.", "The end lies before the beginning.")
NO_WHOLE_NUMBER = ("Hier muss eine ganze Zahl stehen.", "Here must be a whole number.")
TOGETHER = ("Regel und Gewichte gehören zusammen.", "Rule and weights belong together.")


def band(key, lowest, highest):
    return {"key": key, "label": words(key), "lowest": lowest, "highest": highest}


def norms(key, *scores):
    rows = [{"score_from": first, "score_to": last, "percent": 1, "lower": 1, "higher": 1} for first, last in scores]
    said = {name: words(name) for name in ("label", "sample", "warning")}
    return {"key": key, "base_rate": 1, "norms": rows} | said


def without_points(*codes):
    return [
        ("pack.weights", f"Zur Frage „{code}“ fehlen die Punkte.", f"Item “{code}” has no points.") for code in codes
    ]


def file_of(pack):
    return {"format": "fk-risk-pack-v1", "pack": pack, "signature": {"key": "A" * 43 + "=", "ed25519": "A" * 86 + "=="}}


def codes_of(key):
    return [item.code for item in get(key).items]


# fmt: off
CONTENTS = (
    # instrument     what is changed in the pack                    what is told
    ("", {"authority": "a\u202eb"},                                 [("pack.authority", *INVISIBLE)]),
    ("", {"sources": [SOURCE, SOURCE | {"text": "a\x07"}]},         [("pack.sources.1.text", *INVISIBLE)]),
    ("", COUNTED,
     [("pack.wording", "Das Instrument „checklist“ ist hier nicht bekannt; das Paket muss seine Fragen mitbringen.",
       "The instrument “checklist” is not known here; the pack has to bring its items.")]),
    ("", {"weights": {"1": 1, "2": 1, "3": 1, "5": 1, "4": 2}},
     [("pack.weights.4", "Zur Frage „4“ fehlt der Wortlaut.", "Item “4” has no wording."),
      ("pack.weights.5", "Zur Frage „5“ fehlt der Wortlaut.", "Item “5” has no wording.")]),
    ("", {"weights": {"1": 1}},                                     without_points("2", "3")),
    ("", {"rule": None},                                            [("pack.rule", *TOGETHER)]),
    ("", {"weights": None, "bands": None},                          [("pack.rule", *TOGETHER)]),
    *(("", {"weights": None, "rule": None, "bands": None, part: value},
       [("pack.weights", "Ohne Gewichte gibt es keine Stufen.", "Without weights there are no bands.")])
      for part, value in (("bands", [band("a", 0, None)]), ("thresholds", {"high": 1}), ("norm_sets", [norms("a", (0, 1))]))),
    ("", {"bands": [band("b", -1, 2), band("b", 3, 4), band("a", 5, 6), band("a", 7, None)]},
     [("pack.bands", "„a“ kommt zweimal vor.", "“a” comes twice."), ("pack.bands", "„b“ kommt zweimal vor.", "“b” comes twice.")]),
    ("", {"bands": [band("a", -1, 2), band("b", 4, 5), band("c", 6, None)]},  [("pack.bands.1", *GAP)]),
    ("", {"bands": [band("a", -1, 2), band("b", 3, 4), band("c", 4, None)]},  [("pack.bands.2", *GAP)]),
    ("", {"bands": [band("a", -1, None), band("b", 3, None)]},                [("pack.bands.1", *GAP)]),
    ("", {"bands": [band("a", -1, 2), band("b", 3, 9)]},
     [("pack.bands.1", "Die letzte Stufe endet nicht.", "The last band has no end.")]),
    ("", {"bands": [band("a", 0, 2), band("b", 3, None)]},
     [("pack.bands.0", "Für -1 Punkte gibt es keine Stufe.", "There is no band for -1 points.")]),
    ("", {"bands": [band("a", -1, -2), band("b", -1, None)]},       [("pack.bands.0", *UPSIDE_DOWN)]),
    ("", {"bands": [band("a", -2, -2), band("b", -1, None)]},       []),
    ("", {"norm_sets": [norms("a", (0, 1)), norms("a", (0, 1))]},
     [("pack.norm_sets", "„a“ kommt zweimal vor.", "“a” comes twice.")]),
    ("", {"norm_sets": [norms("b", (0, 0), (1, 1)), norms("a", (0, 1), (3, 4), (6, 5), (6, 6))]},
     [("pack.norm_sets.1.norms.1", *GAP), ("pack.norm_sets.1.norms.2", *GAP), ("pack.norm_sets.1.norms.2", *UPSIDE_DOWN)]),
    ("odara", COUNTED | {"version": "2024"},
     [("pack.version", "Dieses Paket gehört zur Fassung „2024“ des Instruments; hier ist es die Fassung „2004-13“.",
       "This pack is for version “2024” of the instrument; here it is version “2004-13”.")]),
    ("odara", COUNTED | {"wording": {"1": words("x"), "99": words("y")}},
     [("pack.wording.99", "Eine Frage „99“ hat dieses Instrument nicht.", "This instrument has no item “99”.")]),
    ("odara", COUNTED | {"weights": {"98": 1}, "rule": "weighted_sum"},
     [("pack.weights.98", "Eine Frage „98“ hat dieses Instrument nicht.", "This instrument has no item “98”."),
      ("pack.weights", "Dieses Instrument kennt keine Gewichte.", "This instrument has no weights."),
      *without_points(*codes_of("odara"))]),
    ("odara", COUNTED | {"weights": dict.fromkeys(codes_of("odara"), 1)},
     [("pack.weights", "Dieses Instrument kennt keine Gewichte.", "This instrument has no weights."), ("pack.rule", *TOGETHER)]),
    ("odara", COUNTED | {"rule": "weighted_sum"},
     [("pack.weights", "Dieses Instrument kennt keine Gewichte.", "This instrument has no weights."), ("pack.rule", *TOGETHER)]),
    ("b-safer", {"wording": None, "weights": {"1": 1}, "norm_sets": [norms("a", (0, 1))], "thresholds": {"high": 1}},
     [*((f"pack.{part}", *NOT_SUMMED) for part in ("weights", "bands", "norm_sets", "thresholds", "rule")),
      *without_points(*codes_of("b-safer")[1:])]),
    ("dyrias", COUNTED | {"thresholds": {"high": 1}},               [("pack.thresholds", *NOT_SUMMED)]),
    ("lap", COUNTED | {"thresholds": {"high": 1}},                  [("pack.thresholds", *NOT_SUMMED)]),
    ("danger-assessment", COUNTED,                                  without_points(*codes_of("danger-assessment"))),
)
SCHEMA = (
    # what is changed in the pack                    where                  what is told
    ({"title": "x"},                                 "pack.title",          "Hier muss eine Gruppe von Angaben stehen.", "Here must be a group of values."),
    ({"weights": {"1": 1.5}},                        "pack.weights.1",      *NO_WHOLE_NUMBER),
    ({"weights": {"1": True}},                       "pack.weights.1",      *NO_WHOLE_NUMBER),
    ({"weights": {"1": 101}},                        "pack.weights.1",      "Diese Zahl liegt nicht in -100 … 100.", "This number is not within -100 … 100."),
    ({"weights": {"1": -101}},                       "pack.weights.1",      "Diese Zahl liegt nicht in -100 … 100.", "This number is not within -100 … 100."),
    ({"sources": []},                                "pack.sources",        "Hier fehlt mindestens ein Eintrag.", "At least one entry is missing here."),
    ({"sources": "x"},                               "pack.sources",        "Hier muss eine Liste stehen.", "Here must be a list."),
    ({"sources": [SOURCE | {"confirmed": "yes"}]},   "pack.sources.0.confirmed", "Hier muss true oder false stehen.", "Here must be true or false."),
    ({"sources": [SOURCE | {"url": "ftp://x"}]},     "pack.sources.0.url",  "„ftp://x“ hat nicht die Form, die hier verlangt ist.", "“ftp://x” has not the form wanted here."),
    ({"rule": "sum"},                                "pack.rule",           "Möglich ist hier nur: weighted_sum.", "Possible here is only: weighted_sum."),
    ({"authority": ""},                              "pack.authority",      "Hier fehlt ein Text.", "A text is missing here."),
    ({"authority": 1},                               "pack.authority",      "Hier muss ein Text stehen.", "Here must be a text."),
    ({"authority": "x" * 201},                       "pack.authority",      "Dieser Text hat mehr als 200 Zeichen.", "This text has more than 200 characters."),
    ({"wording": {"A b": words("y")}},               "pack.wording",        "„A b“ hat nicht die Form, die hier verlangt ist.", "“A b” has not the form wanted here."),
    ({"unknown": 1},                                 "pack",                "„unknown“ gibt es hier nicht.", "There is no “unknown” here."),
    ({"licence": None},                              "pack.licence",        "Das fehlt.", "This is missing."),
    ({"bands": [*[band("a", -1, 2)] * 12, "x"]},             "pack.bands",          "Hier sind höchstens 12 Einträge möglich.", "At most 12 entries are possible here."),
    ({"instrument": ""},                             "pack.instrument",     "„“ hat nicht die Form, die hier verlangt ist.", "“” has not the form wanted here."),
    ({"y" * 90: 1},                                  "pack",                f"„{'y' * 80}“ gibt es hier nicht.", f"There is no “{'y' * 80}” here."),
    ({"bands": [band("a", 0, None) | {"lifts_to": "low"}]}, "pack.bands.0.lifts_to",
     "Möglich ist hier nur: acute, high, medium, not_raised.", "Possible here is only: acute, high, medium, not_raised."),
    ({"thresholds": {"extreme": 1}},                 "pack.thresholds",     "„extreme“ gibt es hier nicht.", "There is no “extreme” here."),
)
# fmt: on


@pytest.mark.parametrize(("key", "changes", "told"), CONTENTS)
def test_what_does_not_fit_is_told_with_its_place(key, changes, told):
    base = get(key) if key else None
    of = {"instrument": key, "version": base.version} if base else {}
    found = contents.faults(packing.body(**of | changes), base)

    assert [(fault.where, *fault.sentence) for fault in found] == told


@pytest.mark.parametrize(("changes", "where", "german", "english"), SCHEMA)
def test_what_has_not_the_form_is_told_with_its_place(changes, where, german, english):
    found = schema.faults(file_of(packing.body(**changes)))

    assert [(fault.where, *fault.sentence) for fault in found] == [(where, german, english)]


@pytest.mark.parametrize(
    "changes",
    [
        {"weights": {"1": 100, "2": -100}},
        {"authority": "x" * 200},
        {"bands": [band(f"a{number}", number, number) for number in range(12)]},
    ],
)
def test_what_is_just_within_the_bounds_is_taken(changes):
    assert not list(schema.faults(file_of(packing.body(**changes))))


def test_a_file_of_another_format_is_told_so():
    (fault,) = schema.faults(file_of(packing.body()) | {"format": "v0"})
    assert (fault.where, *fault.sentence) == (
        "format",
        "Hier muss „fk-risk-pack-v1“ stehen.",
        "Here it must say “fk-risk-pack-v1”.",
    )


def test_a_key_that_is_not_trusted_is_told_by_its_fingerprint():
    fingerprint = sha256(b64decode(packing.public(packing.STRANGER))).hexdigest()[:16]
    with pytest.raises(BadPack) as bad:
        read(packing.pack(by=packing.STRANGER), packing.KEYS)

    assert bad.value.faults[0].sentence == (
        f"Dieses Paket ist mit einem Schlüssel unterschrieben, dem hier nicht vertraut wird ({fingerprint}…).",
        f"This pack is signed with a key that is not trusted here ({fingerprint}…).",
    )


def test_a_file_that_is_no_json_is_told_by_its_line():
    with pytest.raises(BadPack) as bad:
        read(b"{\n", packing.KEYS)
    assert bad.value.faults[0].sentence.en == (
        "This file is no complete JSON (line 2). Perhaps it was written by half only."
    )


def test_a_refused_pack_reads_like_its_faults():
    faults = (Fault("", Words("a", "Whole.")), Fault("pack.title", Words("b", "Title: ")))
    assert str(BadPack(*faults)) == "Whole.; pack.title: Title: "


def test_a_signed_file_can_be_read_by_people():
    signed = packing.pack(title=words("Prüfliste"))
    assert signed.decode() == json.dumps(json.loads(signed), ensure_ascii=False, indent=1) + "\n"
    assert "Prüfliste" in signed.decode()
