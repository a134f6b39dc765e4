"""Scoring from the shell: the same result as JSON, and a sentence for whatever cannot be read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import risk.__main__
from risk.__main__ import HELP, main
from risk.instruments import ALL, get
from risk.plain_json import LARGEST_FILE
from risk.result import as_json
from risk.scoring import score
from risk.showing import as_plain
from tests.risk import packing
from tests.risk.answered import A_WOMAN_AND_HER_PARTNER

A_JSON_FILE = "a JSON file in UTF-8 of up to 1 MiB in which each name stands once."
ROOT = Path(__file__).parents[2]


@pytest.fixture
def shell(tmp_path, capsys, monkeypatch):
    """Writes a file of answers and scores it; gives the number it ended with, what it printed, and what it said."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(key: str, content: object, *options: str):
        path = tmp_path / "answers.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        code = main(["score", key, str(path), *options])
        printed, said = capsys.readouterr()
        return code, json.loads(printed), said

    return run


# fmt: off
WAYS = (
    {"answers": {"4": "yes"}, "facts": {"belief": "yes"}},
    {"answers": {"4": "yes", "belief": "yes"}},
    {"4": "yes", "belief": "yes"},
    {"4": "yes", "belief": True},
    {"4": "yes", "facts": {"belief": "yes"}},
    {"answers": {"4": "yes", "belief": "no"}, "facts": {"belief": True}, "norm_set": None},
    {"answers": {"4": "yes"}, "belief": "yes"},
    {"answers": {"4": "yes"}, "belief": True, "facts": None, "norm_set": ""},
    {"answers": {"4": True}, "belief": "yes", "instrument": "lap", "version": "maryland-11"},
    {"4": True, "belief": "yes", "instrument": "LAP", "version": "maryland-11", "norm_set": ""},
    {"answers": None, "facts": {"belief": "yes"}, "4": True, "instrument": None, "version": None},
)
# fmt: on


@pytest.mark.parametrize("content", WAYS)
def test_answers_and_facts_may_stand_on_one_level_or_on_two(shell, content):
    code, printed, said = shell("lap", content)

    given = {"answers": {"4": "yes"}, "facts": {"belief": "yes"}}
    assert (code, said) == (0, "")
    assert printed == json.loads(json.dumps(as_json(score(get("lap"), given["answers"], facts=given["facts"])) | given))


def test_a_refusal_is_a_result_too(shell):
    code, printed, _ = shell("danger-assessment", A_WOMAN_AND_HER_PARTNER)
    assert (code, printed["refused"]) == (0, "unverified")


def test_a_norm_set_gives_the_percentage(shell):
    answers = {str(code): "no" for code in range(1, 14)} | A_WOMAN_AND_HER_PARTNER | {"norm_set": "2004", "belief": 0}
    del answers["belief"]
    _, printed, _ = shell("odara", answers)
    assert printed["percent"]["value"] == 5


NESTED = b'{"a":' * 20 + b"1" + b"}" * 20

# fmt: off
HOSTILE = (
    # what is in the file                  ends with  and says
    (b"",                                  2,         "cannot be read"),
    (b"{",                                 2,         "cannot be read"),
    (b"\xff\xfe{}",                        2,         "cannot be read"),
    (NESTED,                               2,         "cannot be read"),
    (b"[" * 50_000,                     2,         "cannot be read"),
    (b"{}" + b" " * (LARGEST_FILE - 1),    2,         "cannot be read"),
    (b'{"1": "yes", "1": "no"}',           2,         "cannot be read"),
    (b'{"1": NaN}',                        2,         "cannot be read"),
    (b'{"1": ' + b"9" * 5_000 + b"}",      2,         "cannot be read"),
    (b"[]",                                1,         "is expected"),
    (b"null",                              1,         "is expected"),
    (b'"yes"',                             1,         "is expected"),
    (b'{"answers": []}',                   1,         "is expected"),
    (b'{"answers": {}, "facts": []}',      1,         "is expected"),
    (b'{"answers": {}, "norm_set": []}',   1,         "is expected"),
    (b'{"answers": {}, "norm_set": true}', 1,         "is expected"),
    (b'{"answers": {}, "norm_set": 2004}', 1,         "no such norm set"),
    (b'{"1": "yes", "version": 1.5}',      1,         "is expected"),
    (b'{"1": "yes", "instrument": "odara"}', 1,       "for the instrument “odara”, not for “lap”"),
    (b'{"answers": {}, "version": 11}',    1,         "for version “11” of the instrument; here it is “maryland-11”"),
    (b'{"answers": {}, "1": "yes"}',       1,         "does not belong"),
    (b'{"1": "maybe"}',                    1,         "1: Possible are yes, no, unknown, not_asked."),
    (b'{"99": "yes"}',                     1,         "There is no"),
    (b'{"\\ud800": "yes"}',                1,         "There is no"),
    (b'{"1": 1.5}',                        1,         "1: Possible are"),
    (b'{"1": {"a": []}}',                  1,         "1: Possible are"),
    (b'{"belief": 1}',                     1,         "Possible are yes, no, unknown, not_asked."),
    (b'{"age_at_risk": true}',             1,         "A whole number up to 130"),
    (b'{"norm_set": "2010"}',              1,         "no such norm set"),
)
# fmt: on


@pytest.mark.parametrize(("content", "ends_with", "says"), HOSTILE)
def test_whatever_is_in_the_file_it_ends_with_a_sentence(shell, content, ends_with, says):
    code, printed, said = shell("lap", content)

    assert code == ends_with
    assert says in said
    assert [fault["sentence"]["en"] for fault in printed["faults"]] == said.splitlines()
    assert "answers.json" in said or ends_with == 1
    assert [fault["code"] for fault in printed["faults"]] == [""] or ends_with == 1, "it is about the whole file"


def test_what_is_no_file_or_no_instrument_is_told_so(shell, tmp_path, capsys, monkeypatch):
    nothing = tmp_path / "nothing.json"
    known = ", ".join(ALL)
    assert main(["score", "lap", str(tmp_path)]) == 2
    assert main(["score", "lap", str(nothing)]) == 2
    assert main(["show", "vpr"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{tmp_path} cannot be read: {A_JSON_FILE}",
        f"{nothing} cannot be read: {A_JSON_FILE}",
        f"There is no such instrument. There are {known}.",
    ]
    monkeypatch.setenv("LANG", "de_DE")
    assert main(["show", "vpr"]) == main(["score", "lap", str(nothing)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"Dieses Instrument gibt es nicht. Es gibt {known}.",
        f"{nothing} kann nicht gelesen werden: eine JSON-Datei in UTF-8 bis 1 MiB, in der jeder Name einmal steht.",
    ]


def test_a_norm_set_can_be_named_beside_the_file_too(shell):
    answers = {str(code): "no" for code in range(1, 14)} | A_WOMAN_AND_HER_PARTNER

    assert shell("odara", answers, "--norm-set", "2004")[1]["percent"]["value"] == 5
    assert shell("odara", answers | {"norm_set": 2004})[1]["percent"]["norm_set"] == "2004"
    assert shell("odara", answers | {"norm_set": "2004"}, "--norm-set", "")[1]["percent"] is None
    assert shell("odara", answers | {"norm_set": "2004"}, "--norm-set", "2010")[0] == 1


def test_what_can_be_meant_in_one_way_only_is_taken_so(shell):
    minor = shell("dash", {"1": True, "2": False, "age_at_risk": "17"})
    level = shell("DyRiAS", {"level": 5})
    signs = shell("odara", {"11": {"alcohol_problem": True, "drug_problem": True}} | A_WOMAN_AND_HER_PARTNER)

    assert (minor[1]["refused"], minor[1]["reasons"][0]["en"]) == (
        "not_applicable",
        "1 of 24 questions answered with yes.",
    )
    assert (minor[1]["answers"], minor[1]["facts"]) == ({"1": "yes", "2": "no"}, {"age_at_risk": 17})
    assert [each["value"] for each in level[1]["told"]] == ["5"]
    assert signs[1]["named"][0]["en"] == "Yes: 11."
    for refused in (
        {"age_at_risk": "1e1"},
        {"age_at_risk": "-1"},
        {"age_at_risk": "\u0661"},
        {"age_at_risk": "0017"},
        {"1": 1},
    ):
        assert shell("dash", refused)[0] == 1
    assert shell("dash", {"age_at_risk": "101"})[1]["facts"] == {"age_at_risk": 101}
    for no_level in ({"level": True}, b'{"level": 5e0}', {"kept_by": True}):
        assert shell("dyrias", no_level)[0] == 1


def test_faults_are_json_too(shell):
    code, printed, _ = shell("lap", {"1": "maybe", "\ud800": "yes"})

    assert code == 1
    assert printed == {
        "faults": [
            {
                "code": "1",
                "sentence": {
                    "de": "1: Möglich sind yes, no, unknown, not_asked.",
                    "en": "1: Possible are yes, no, unknown, not_asked.",
                },
            },
            {
                "code": "\ud800",
                "sentence": {
                    "de": "„·“ gibt es in Lethality Screen (LAP) nicht.",
                    "en": "There is no “·” in Lethality Screen (LAP).",
                },
            },
        ]
    }
    for content, about in (
        ({"answers": {}, "x": 1}, "x"),
        ({"instrument": "x"}, "instrument"),
        ({"version": "x"}, "version"),
        ([], ""),
    ):
        assert [fault["code"] for fault in shell("lap", content)[1]["faults"]] == [about]
    assert [fault["code"] for fault in shell("vpr", {})[1]["faults"]] == ["instrument"]


@pytest.mark.parametrize(
    ("variable", "language"), [("LANG", "de_DE.UTF-8"), ("LC_MESSAGES", "de_DE"), ("LC_ALL", "de")]
)
def test_it_speaks_the_language_of_the_shell(shell, monkeypatch, variable, language):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv(variable, language)
    assert "Möglich sind" in shell("lap", {"1": "maybe"})[2]


def test_an_instrument_shows_its_items_facts_and_sources(capsys):
    for key in ALL:
        assert main(["show", key]) == 0
        assert capsys.readouterr().out == json.dumps(as_plain(ALL[key]), ensure_ascii=False, indent=2) + "\n"


def test_it_says_how_it_is_called(capsys):
    for asked in (["--help"], ["score", "--help"], ["show", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(asked)
        assert ended.value.code == 0
        said = " ".join(capsys.readouterr().out.split())
        assert said.startswith(" ".join(["usage: python -m risk", *asked[:-1]]))
        assert said.endswith(HELP)
        if len(asked) == 1:
            assert "{score,show} ..." in said
            assert " ".join((risk.__main__.__doc__ or "").split()) in said
            assert "score score the answers in a file show list items, facts, norm sets and sources" in said
        else:
            assert "KEY" in said
            answers = " answers.json" if asked[0] == "score" else ""
            norms = " [--norm-set NORMS]" if asked[0] == "score" else ""
            assert f"{asked[0]} [-h] [--pack PACK] [--keys KEYS]{norms} KEY{answers} " in said
            assert ("--norm-set NORMS instead of the one that the file names" in said) == bool(norms)
    for wrong in ([], ["score", "lap"], ["show"], ["sum", "lap"]):
        with pytest.raises(SystemExit) as ended:
            main(wrong)
        assert ended.value.code == 2


def test_a_pack_is_read_beside_it_and_trusted_only_with_its_key(shell, tmp_path):
    pack, keys = tmp_path / "pack.json", tmp_path / "keys"
    pack.write_bytes(packing.pack())
    keys.write_text(packing.LIST)

    trusted = shell("checklist", {"1": "yes"}, "--pack", str(pack), "--keys", str(keys))
    stranger = shell("checklist", {"1": "yes"}, "--pack", str(pack))
    example = shell(
        "danger-assessment",
        {"2": "yes"} | A_WOMAN_AND_HER_PARTNER,
        "--pack",
        str(packing.EXAMPLES / "danger-assessment-unconfirmed.json"),
    )

    assert (trusted[0], trusted[1]["score"], trusted[1]["lifts_to"]) == (0, 3, "high")
    assert (stranger[0], [fault["code"] for fault in stranger[1]["faults"]]) == (2, ["signature.key"])
    assert "not trusted" in stranger[2]
    assert (example[0], example[1]["refused"], example[1]["answers"]) == (0, "unverified", {"2": "yes"})


def test_a_pack_or_a_list_of_keys_that_cannot_be_read_is_named(shell, tmp_path, monkeypatch):
    pack, keys = tmp_path / "pack.json", tmp_path / "keys"
    no_pack = shell("checklist", {}, "--pack", str(pack))
    pack.write_bytes(packing.pack())
    nowhere = shell("checklist", {}, "--pack", str(pack), "--keys", str(keys))
    keys.write_bytes(b"\xff")
    no_text = shell("checklist", {}, "--pack", str(pack), "--keys", str(keys))
    keys.write_bytes(b"no key\n")
    no_key = shell("checklist", {}, "--pack", str(pack), "--keys", str(keys))
    monkeypatch.setenv("LANG", "de_DE")
    in_german = shell("checklist", {}, "--pack", str(pack), "--keys", str(keys))[2]

    assert no_pack[0::2] == (2, f"{pack} cannot be read: {A_JSON_FILE}\n")
    assert nowhere == no_text == no_key
    assert no_key[0::2] == (2, f"{keys} cannot be read: on each line a public key in base64, then whose it is.\n")
    assert [fault["code"] for fault in no_key[1]["faults"]] == [""]
    assert "in jeder Zeile ein öffentlicher Schlüssel" in in_german


def test_it_runs_by_itself_and_needs_no_django():
    script = "import sys, risk.__main__ as shell; code = shell.main(['show', 'lap']); sys.exit(code or 'django' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False)
    as_module = subprocess.run(
        [sys.executable, "-m", "risk", "show", "lap"], cwd=ROOT, capture_output=True, check=False
    )

    assert (ended.returncode, as_module.returncode) == (0, 0)
    assert as_module.stdout == ended.stdout
    assert as_module.stdout.decode() == json.dumps(as_plain(get("lap")), ensure_ascii=False, indent=2) + "\n"
