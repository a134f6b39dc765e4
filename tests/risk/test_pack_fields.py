"""Everything a pack says arrives where it is used: in the pack as read, and in the instrument that is made of it."""

from base64 import b64decode
from dataclasses import replace
from hashlib import sha256

import pytest

from risk.instruments import get
from risk.packed import LOCAL_CHECKLIST, LOCAL_TRAINING, NOT_VALIDATED, NOT_YES, gives_bands, instrument_of
from risk.packs import read, read_again, trusted
from risk.plain_json import canonical
from risk.shape import Band, Guard, Item, Norm, NormSet, Rule, Source, Words
from tests.risk import packing
from tests.risk.answered import pack_for

NORM = {"score_from": 0, "score_to": 1, "percent": 7, "lower": 3, "higher": 9}
NORM_SET = {
    "key": "place",
    "label": packing.words("label"),
    "base_rate": 29,
    "sample": packing.words("sample"),
    "warning": packing.words("warning"),
    "norms": [NORM],
}


def both(text):
    return Words(**packing.words(text))


def test_a_pack_is_read_with_everything_it_says():
    changes = {"norm_sets": [NORM_SET], "thresholds": {"high": 3}}
    pack = read(packing.pack(**changes), packing.KEYS)

    assert (pack.key, pack.version, pack.pack_version) == ("checklist", "2024", "1")
    assert (pack.title, pack.licence, pack.authority) == (
        both("Checklist"),
        both("Free to use"),
        "Landeskriminalamt (invented)",
    )
    assert pack.sources == (Source("Invented", "https://example.org/", confirmed=True),)
    assert pack.sha256 == sha256(canonical(packing.body(**changes))).hexdigest()
    assert pack.verified is True
    assert pack.wording == {
        "1": both("First question"),
        "2": both("Second question"),
        "3": both("Third question"),
    }
    assert (pack.weights, pack.rule, pack.thresholds) == ({"1": 3, "2": 2, "3": -1}, "weighted_sum", {"high": 3})
    assert pack.bands == (
        Band("low", both("low"), -1, 2),
        Band("high", both("high"), 3, None, lifts_to="high"),
    )
    assert pack.norm_sets == (
        NormSet("place", both("label"), 29, both("sample"), both("warning"), norms=(Norm(0, 1, 7, 3, 9),)),
    )


def test_a_source_that_is_not_confirmed_has_no_address_and_lets_no_pack_be_verified():
    pack = read(packing.pack(sources=[{"text": "Remembered", "confirmed": False}]), packing.KEYS)

    assert pack.sources == (Source("Remembered", "", confirmed=False),)
    assert pack.verified is False


def test_a_list_of_keys_says_whose_each_is():
    assert trusted(packing.LIST)[b64decode(packing.public(packing.AUTHORITY))] == ("Landeskriminalamt (invented)", True)


def test_what_a_pack_leaves_out_is_empty():
    left_out = {
        "instrument": "odara",
        "version": get("odara").version,
        "weights": None,
        "rule": None,
        "bands": None,
        "wording": None,
    }
    pack = read(packing.pack(**left_out, thresholds={"high": 7}), packing.KEYS)

    assert (pack.wording, pack.weights, pack.rule, pack.bands, pack.norm_sets) == ({}, {}, "", (), ())
    assert instrument_of(pack).items == get("odara").items


def test_an_instrument_is_made_of_a_pack_alone():
    pack = read(packing.pack(norm_sets=[NORM_SET]), packing.KEYS)
    made = instrument_of(pack)

    assert (made.key, made.version, made.name, made.measures) == (pack.key, pack.version, pack.title, LOCAL_CHECKLIST)
    assert made.rule is Rule.WEIGHTED_SUM
    assert made.items == tuple(Item(code, label) for code, label in pack.wording.items())
    assert made.guard == Guard((), LOCAL_TRAINING)
    assert (made.licence, made.sources, made.bands, made.norm_sets) == (
        pack.licence,
        pack.sources,
        pack.bands,
        pack.norm_sets,
    )
    assert (made.not_for, made.missing, made.verified) == ((NOT_VALIDATED,), NOT_YES, True)
    assert (made.facts, made.external) == ((), False)


def test_of_a_pack_that_is_not_verified_no_band_and_no_norm_is_offered():
    made = instrument_of(read_again(packing.pack(norm_sets=[NORM_SET]), trusted("")))

    assert (made.bands, made.norm_sets, made.verified) == ((), (), False)


def test_an_instrument_is_asked_with_the_wording_of_its_pack():
    pack = read(
        packing.pack(
            instrument="odara",
            version=get("odara").version,
            weights=None,
            rule=None,
            bands=None,
            wording={"1": packing.words("licensed")},
        ),
        packing.KEYS,
    )
    first, second, *_ = instrument_of(pack).items

    assert first.label == both("licensed")
    assert second == get("odara").items[1]


@pytest.mark.parametrize(
    ("key", "brings", "bands"),
    [
        ("lap", None, True),
        ("lap", {"verified": False}, True),
        ("danger-assessment", None, False),
        ("danger-assessment", {"verified": False, "weights": {"1": 1}}, False),
        ("danger-assessment", {"verified": True}, False),
        ("danger-assessment", {"verified": True, "weights": {"1": 1}}, True),
    ],
)
def test_a_band_comes_from_a_confirmed_rule_or_from_the_points_of_a_verified_pack(key, brings, bands):
    instrument = get(key)
    pack = pack_for(instrument, **brings) if brings else None

    assert gives_bands(instrument, pack) is bands
    assert gives_bands(replace(instrument, verified=False), pack) is bool(bands and pack and pack.verified)
