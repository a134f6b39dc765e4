"""How the authority's tool is called, and what it says when that is wrong."""

import json

import pytest

from risk.packing import main
from tests.risk import packing


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "usage: python -m risk.packing [-h] {new-key,sign,look} ... Make, sign and look at packs."),
        (["new-key"], "usage: python -m risk.packing new-key [-h] key"),
        (["sign"], "usage: python -m risk.packing sign [-h] key body pack"),
        (["look"], "usage: python -m risk.packing look [-h] [--keys KEYS] pack"),
    ],
)
def test_it_says_how_it_is_called(capsys, asked, said):
    with pytest.raises(SystemExit) as ended:
        main([*asked, "--help"])
    helped = " ".join(capsys.readouterr().out.split())
    with pytest.raises(SystemExit) as misused:
        main(asked)

    assert (ended.value.code, misused.value.code) == (0, 2)
    assert helped.startswith(said)
    assert ("--keys KEYS the list of trusted keys" in helped) == (asked == ["look"])


def test_a_file_that_is_no_pack_is_told_so_without_a_place(tmp_path, capsys):
    pack = tmp_path / "pack.json"
    pack.write_text("{")

    assert main(["look", str(pack)]) == 1
    assert capsys.readouterr().err.startswith("-: This file is no complete JSON (line 1).")


def test_a_pack_is_looked_at_in_one_line(capsys):
    assert main(["look", str(packing.EXAMPLES / "danger-assessment-unconfirmed.json")]) == 0
    assert ": unverified: only its wording counts, never its points or bands, sha256 " in capsys.readouterr().out


def test_a_key_with_a_letter_too_many_signs_nothing(tmp_path, capsys):
    key, body, pack = (tmp_path / name for name in ("key", "body.json", "pack.json"))
    assert main(["new-key", str(key)]) == 0
    key.write_bytes(b"!" + key.read_bytes())
    body.write_text(json.dumps(packing.body()))

    assert main(["sign", str(key), str(body), str(pack)]) == 2
    assert not pack.exists()
    assert capsys.readouterr().err
