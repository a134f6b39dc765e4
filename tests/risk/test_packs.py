"""Packs: what an authority signed is read as it was signed; everything else is refused, with a sentence that says where."""

import json
import sys
from base64 import b64encode
from runpy import run_path
from typing import Any

import pytest

from risk import packing
from risk.instruments import ALL
from risk.packed import gives_bands, instrument_of
from risk.packing import main
from risk.packs import EXAMPLE_KEY, BadKeys, BadPack, read, read_again, trusted
from risk.plain_json import LARGEST_FILE, NotPlain, canonical, parse
from risk.shape import Rule
from tests.risk.packing import AUTHORITY, EXAMPLE, EXAMPLES, KEYS, STRANGER, body, pack, public, words

LAP, ODARA, DANGER = "lap", "odara", "danger-assessment"


def refused(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(BadPack) as found:
        read(data, KEYS)
    faults = found.value.faults
    assert all(fault.sentence.de and fault.sentence.de != fault.sentence.en for fault in faults)
    return [(fault.where, fault.sentence.en) for fault in faults]


def test_a_pack_of_an_authority_is_read_and_is_an_instrument():
    made = read(pack(), KEYS)

    assert made.verified
    assert dict(made.weights) == {"1": 3, "2": 2, "3": -1}
    assert made.bands[1].lifts_to == "high"
    assert len(made.sha256) == 64
    instrument = instrument_of(made)
    assert [item.code for item in instrument.items] == ["1", "2", "3"]
    assert instrument.rule == Rule.WEIGHTED_SUM
    assert instrument.name == made.title


def test_spaces_and_order_do_not_matter_to_its_fingerprint():
    file = json.loads(pack())
    turned = {name: file[name] for name in reversed(file)} | {"pack": dict(reversed(file["pack"].items()))}

    assert read(json.dumps(turned).encode(), KEYS).sha256 == read(pack(), KEYS).sha256


def test_it_is_verified_only_if_each_source_is_confirmed_and_the_key_is_trusted_still():
    told = {"text": "From memory", "confirmed": False}

    assert not read(pack(sources=[*body()["sources"], told]), KEYS).verified
    assert read_again(pack(), KEYS).verified
    assert not read_again(pack(), trusted("")).verified


def test_an_instrument_of_ours_gets_the_wording_of_its_pack_and_keeps_the_rest():
    known = ALL[LAP]
    made = read(pack(**of(LAP, wording={"1": words("As in the form")})), KEYS)

    instrument = instrument_of(made)

    assert instrument.items[0].label.en == "As in the form"
    assert instrument.items[1:] == known.items[1:]
    assert instrument.items[0].flag == known.items[0].flag
    assert instrument.rule == known.rule


def test_wording_comes_alone_too_also_where_points_are_needed():
    """Two separate kinds of data: who may read out the form need not have its points."""
    made = read(pack(**of(DANGER, wording={"1": words("As in the form")})), KEYS)

    assert made.verified
    assert (instrument_of(made).items[0].label.en, dict(made.weights)) == ("As in the form", {})
    assert not gives_bands(instrument_of(made), made)


def of(key: str, **parts: Any) -> dict[str, Any]:
    """The changes that make the checklist a pack for an instrument of ours."""
    alone = dict.fromkeys(("wording", "weights", "rule", "bands"))
    return {"instrument": key, "version": ALL[key].version, **alone, **parts}


def norms(*rows: tuple[int, int], key: str = "a") -> dict[str, Any]:
    made = [{"score_from": low, "score_to": high, "percent": 5, "lower": 0, "higher": 89} for low, high in rows]
    said = {name: words(name) for name in ("label", "sample", "warning")}
    return {"key": key, "base_rate": None, "norms": made, **said}


def band(lowest: int, highest: int | None, key: str = "a", **more: Any) -> dict[str, Any]:
    return {"key": key, "label": words(key), "lowest": lowest, "highest": highest, **more}


BOMB = b'{"format": "fk-risk-pack-v1", "pack": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"

# What was done to the file, where the sentence points to, and a part of the sentence.
# fmt: off
SPOILED = {
    "half-written": (lambda: pack()[: len(pack()) // 2], "", "no complete JSON"),
    "empty": (lambda: b"", "", "no complete JSON"),
    "no text": (lambda: b"\xff\xfe" + pack(), "", "UTF-8"),
    "oversized": (lambda: pack() + b" " * LARGEST_FILE, "", "larger than 1024 KiB"),
    "a nested bomb": (lambda: BOMB, "", "brackets"),
    "a list": (lambda: b"[]", "", "group of values"),
    "of another format": (lambda: pack().replace(b"pack-v1", b"pack-v2"), "format", "fk-risk-pack-v1"),
    "a name given twice": (lambda: pack().replace(b'"version": "2024"', b'"version": "2023", "version": "2024"'), "", "twice"),
    "a number without end": (lambda: pack().replace(b'"1": 3', b'"1": ' + b"9" * 5000), "", "no number"),
    "no number at all": (lambda: pack().replace(b'"1": 3', b'"1": NaN'), "", "no number"),
    "unsigned": (lambda: json.dumps({"format": "fk-risk-pack-v1", "pack": body()}).encode(), "signature", "not signed"),
    "signed by a stranger": (lambda: pack(by=STRANGER), "signature.key", "not trusted here"),
    "tampered": (lambda: pack().replace(b'"1": 3', b'"1": 4'), "signature", "changed after it was signed"),
    "signed with another's name": (lambda: pack(by=STRANGER).replace(public(STRANGER).encode(), public(AUTHORITY).encode()), "signature", "changed after"),
    "half a surrogate": (lambda: pack().replace(b"First question (de)", b"\\ud800"), "signature", "changed after"),
    "a weight that is no whole number": (lambda: pack().replace(b'"1": 3', b'"1": 1.5'), "pack.weights.1", "whole number"),
    "a weight that is true": (lambda: pack(weights={"1": True}), "pack.weights.1", "whole number"),
    "a weight beyond all reason": (lambda: pack(weights={"1": 101}), "pack.weights.1", "-100 … 100"),
    "without an authority": (lambda: pack(authority=None), "pack.authority", "missing"),
    "with an empty authority": (lambda: pack(authority=""), "pack.authority", "text is missing"),
    "with a long authority": (lambda: pack(authority="x" * 201), "pack.authority", "more than 200"),
    "with a field nobody knows": (lambda: pack(formula="a + b"), "pack", "There is no “formula”"),
    "with an unknown rule": (lambda: pack(rule="eval"), "pack.rule", "weighted_sum"),
    "without a source": (lambda: pack(sources=[]), "pack.sources", "At least one"),
    "with a script for a source": (lambda: pack(sources=[{"text": "x", "url": "javascript:x", "confirmed": True}]), "pack.sources.0.url", "form"),
    "with too many questions": (lambda: pack(wording={str(n): words("x") for n in range(101)}), "pack.wording", "At most 100"),
    "with a strange question": (lambda: pack(wording={"../1": words("x")}), "pack.wording", "form"),
    "with invisible characters": (lambda: pack(title=words("a\u202eb")), "pack.title.de", "invisible"),
    "for an instrument without its questions": (lambda: pack(wording=None), "pack.wording", "bring its items"),
    "with points for a question it lacks": (lambda: pack(weights={"9": 1}), "pack.weights.9", "no wording"),
    "with a question without points": (lambda: pack(weights={"1": 1, "2": 1}), "pack.weights", "Item “3” has no points"),
    "with no points where points are needed": (lambda: pack(**of(DANGER)), "pack.weights", "Item “1” has no points"),
    "with a threshold of points that it lacks": (lambda: pack(**of(DANGER, wording={"1": words("x")}, thresholds={"high": 3})), "pack.weights", "Item “1” has no points"),
    "with points below the first band": (lambda: pack(bands=[band(0, None)]), "pack.bands.0", "for -1 points"),
    "with points without a rule": (lambda: pack(rule=None), "pack.rule", "belong together"),
    "with bands without points": (lambda: pack(weights=None, rule=None), "pack.weights", "Without weights"),
    "with a gap between bands": (lambda: pack(bands=[band(0, 3), band(5, None, "b")]), "pack.bands.1", "gap"),
    "with bands that overlap": (lambda: pack(bands=[band(0, None), band(5, None, "b")]), "pack.bands.1", "gap"),
    "with a last band that ends": (lambda: pack(bands=[band(0, 3)]), "pack.bands.0", "no end"),
    "with a band upside down": (lambda: pack(bands=[band(3, 0), band(1, None, "b")]), "pack.bands.0", "before the beginning"),
    "with a band twice": (lambda: pack(bands=[band(0, 3), band(4, None)]), "pack.bands", "twice"),
    "with a band to nowhere": (lambda: pack(bands=[band(0, None, lifts_to="off")]), "pack.bands.0.lifts_to", "acute"),
    "with a band that ends in a word": (lambda: pack(bands=[band(0, "x")]), "pack.bands.0.highest", "whole number"),
    "with a gap between norms": (lambda: pack(norm_sets=[norms((0, 1), (3, 4))]), "pack.norm_sets.0.norms.1", "gap"),
    "of a wrong version": (lambda: pack(**of(LAP, version="1")), "pack.version", "it is version"),
    "with an unknown item": (lambda: pack(**of(LAP, wording={"99": words("x")})), "pack.wording.99", "no item"),
    "with points for a screen": (lambda: pack(**of(LAP, weights={"1": 1}, rule="weighted_sum")), "pack.weights", "not summed"),
}
# fmt: on


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_pack_is_refused_with_a_sentence_that_says_where(how):
    spoiled, where, sentence = SPOILED[how]

    faults = refused(spoiled())

    assert any(at == where and sentence in said for at, said in faults), faults


def test_points_for_an_instrument_that_counts_are_refused():
    assert ("pack.weights", "This instrument has no weights.") in refused(
        pack(**of(ODARA, weights={"1": 2}, rule="weighted_sum"))
    )


def test_all_faults_are_told_at_once_but_not_without_end():
    assert len(refused(pack(title=None, licence=None))) == 2
    assert len(refused(pack(weights=dict.fromkeys("abcdefghijklmnopqrstuvwxyz", 101)))) == 20


@pytest.mark.parametrize("line", ["nonsense", "AAAA too short", public(AUTHORITY), f"{public(AUTHORITY)}!! x"])
def test_a_list_of_keys_that_cannot_be_read_trusts_nobody(line):
    with pytest.raises(BadKeys, match="line 2"):
        trusted(f"# a remark\n{line}\n")


def test_the_key_of_the_examples_confirms_nothing_even_if_it_is_listed_as_somebodys():
    line = f"{b64encode(EXAMPLE_KEY).decode()} Somebody"

    assert not trusted(line)[EXAMPLE_KEY].confirms


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.json")))
def test_each_example_can_be_loaded_and_is_never_verified(name):
    made = read((EXAMPLES / name).read_bytes(), trusted(""))

    assert not made.verified


def test_canonical_json_takes_only_what_it_can_write_in_one_way():
    assert canonical({"b": [1, True, None], "a": "ä"}) == '{"a":"ä","b":[1,true,null]}'.encode()
    for value in ({"ä": 1}, {1: 1}, 1.5, 2**53, b"x", "\ud800"):
        with pytest.raises(NotPlain):
            canonical(value)
    assert parse(b'{"a": "[[[[[[[[[[[[[[[["}') == {"a": "[" * 16}


def test_an_authority_makes_a_key_signs_a_pack_and_looks_at_it(tmp_path, capsys):
    key, source, out, keys = (tmp_path / name for name in ("key", "body.json", "pack.json", "keys"))
    source.write_bytes(json.dumps(body()).encode())

    assert main(["new-key", str(key)]) == 0
    keys.write_text(capsys.readouterr().out.replace("NAME OF THE AUTHORITY", "Somebody"))
    assert main(["sign", str(key), str(source), str(out)]) == 0
    assert main(["look", str(out), "--keys", str(keys)]) == 0

    assert "checklist 2024, Checklist, Landeskriminalamt (invented): verified" in capsys.readouterr().out
    assert key.stat().st_mode & 0o077 == 0
    assert main(["look", str(EXAMPLE)]) == 0
    assert "unverified: only its wording counts, never its points or bands" in capsys.readouterr().out


def test_what_would_be_refused_elsewhere_is_not_signed(tmp_path, capsys):
    key, source, out = (tmp_path / name for name in ("key", "body.json", "pack.json"))
    source.write_bytes(json.dumps(body(authority="")).encode())
    main(["new-key", str(key)])

    assert main(["sign", str(key), str(source), str(out)]) == 1
    assert "pack.authority: A text is missing here." in capsys.readouterr().err
    assert not out.exists()
    assert main(["new-key", str(key)]) == 2  # nothing is ever written over
    source.write_text("{")
    assert main(["sign", str(key), str(source), str(out)]) == 2
    assert "no_json" in capsys.readouterr().err


def test_it_is_a_program_too(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["packing", "look", str(EXAMPLE)])

    with pytest.raises(SystemExit) as ended:
        run_path(packing.__file__, run_name="__main__")

    assert ended.value.code == 0
    assert "osnabrueck-checklist" in capsys.readouterr().out


def test_a_norm_table_and_a_threshold_come_with_their_sample_and_its_warning():
    made = read(pack(**of(ODARA, norm_sets=[norms((0, 6), (7, 13))], thresholds={"high": 7})), KEYS)

    assert (made.norm_sets[0].sample.en, made.norm_sets[0].warning.en) == ("sample", "warning")
    assert [(row.score_from, row.score_to, row.percent) for row in made.norm_sets[0].norms] == [(0, 6, 5), (7, 13, 5)]
    assert dict(made.thresholds) == {"high": 7}
