"""The recovery key in three shares: any two are the key, one alone is nothing, and the seed is in no file."""

import re
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic import generate_mnemonics

from audit import ceremonies, keyfile, shares, xwing
from audit.shares import BadShares
from fallkonferenz.management import catalogue
from tests.audit import keys
from tests.audit.test_officer import PASSPHRASE, ask

SHARES = shares.split(keys.RECOVERY)


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(keyfile, "COST", {"memory_kib": 64, "iterations": 1, "lanes": 1})


@pytest.mark.parametrize("pair", list(permutations(SHARES, 2)))
def test_any_two_are_the_key(pair):
    assert shares.combine(pair) == keys.RECOVERY


@pytest.mark.parametrize(
    "texts",
    [
        [SHARES[0], SHARES[0]],
        [SHARES[0]],
        [SHARES[0], shares.split(keys.STRANGER)[1]],
        [SHARES[0], SHARES[1].replace(SHARES[1].split()[20], "academic")],
        [SHARES[0], ""],
        [SHARES[0], "zero one two"],
        [SHARES[0], "Ä" * 1000],
    ],
)
def test_others_are_none(texts):
    with pytest.raises(BadShares):
        shares.combine(texts)


def test_shares_of_something_else_are_not_taken():
    (short,) = generate_mnemonics(1, [(2, 3)], bytes(16), iteration_exponent=0)
    with pytest.raises(BadShares, match="something else"):
        shares.combine(short[:2])


def test_shares_that_ask_for_hours_of_work_are_not_taken(monkeypatch):
    (slow,) = generate_mnemonics(1, [(2, 3)], bytes(32), iteration_exponent=3)
    monkeypatch.setattr(shares, "combine_mnemonics", None)  # it does not come to that
    with pytest.raises(BadShares, match="more work"):
        shares.combine(slow[:2])


def sheets():
    public = xwing.public_bytes(keys.RECOVERY)
    return [shares.sheet(words, number=n, public=public, label="Kreis", day=DAY) for n, words in enumerate(SHARES, 1)]


DAY = date(2026, 11, 22)


def test_a_sheet_is_read_as_it_is_printed():
    first, second, _third = sheets()

    assert shares.combine([first, second]) == keys.RECOVERY
    assert shares.combine([second, SHARES[0]]) == keys.RECOVERY
    assert "22.11.2026" in first
    assert all(len(line) <= 80 for line in first.splitlines())


def test_the_german_sheet_fits_a_page_and_is_read_as_well(monkeypatch):
    german = catalogue.read("de").get(shares.SHEET).string
    monkeypatch.setattr(shares, "in_german", lambda sentence: german)
    first, _second, third = sheets()

    assert "Wiederherstellungsschlüssel" in first
    assert shares.combine([first, third]) == keys.RECOVERY
    assert len(first.splitlines()) <= 60
    assert all(len(line) <= 80 for line in first.splitlines())


def test_a_sheet_that_names_another_key_is_noticed():
    first, second, _third = sheets()
    with pytest.raises(BadShares, match="another key"):
        shares.combine([first, re.sub("[0-9a-f]{64}", "0" * 64, second)])


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=300), at=st.integers(0, 400))
def test_damaged_sheets_are_a_sentence(text, at):
    first, second, _third = sheets()
    try:
        assert shares.combine([first, second[:at] + text + second[at:]]) == keys.RECOVERY
    except BadShares as error:
        assert str(error)  # noqa: PT017 - either is right


# The commands --------------------------------------------------------------------------------


def run(*arguments):
    return ceremonies.main(list(map(str, arguments)))


def test_the_command_writes_shares_and_never_the_seed(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(ceremonies, "new_keypair", lambda: made.append(pair := _pair()) or pair)

    assert run("split", "--out", tmp_path / "rec", "--label", "Kreis") == 0

    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(written) == ["rec-1.txt", "rec-2.txt", "rec-3.txt", "rec.pub"]
    assert keyfile.read_public(written["rec.pub"]).role == "recovery"
    everything = b"".join(written.values())
    assert made[0].seed not in everything
    assert made[0].seed.hex().encode() not in everything
    assert (tmp_path / "rec-1.txt").stat().st_mode & 0o777 == 0o600
    assert run("split", "--out", tmp_path / "rec") == 2


def _pair():
    from audit.officer import KeyPair

    return KeyPair(keys.RECOVERY, xwing.public_bytes(keys.RECOVERY))


def test_the_command_tries_shares_out_or_makes_a_key_of_them(tmp_path, monkeypatch, capsys):
    run("split", "--out", tmp_path / "rec")
    two = [tmp_path / "rec-3.txt", tmp_path / "rec-1.txt"]

    assert run("combine", *two) == 0
    assert "fit together" in capsys.readouterr().out
    ask(monkeypatch, PASSPHRASE, PASSPHRASE)
    assert run("combine", *two, "--out", tmp_path / "whole") == 0

    seed = keyfile.unlock((tmp_path / "whole").read_bytes(), passphrase=PASSPHRASE)
    assert xwing.public_bytes(seed) == keyfile.read_public((tmp_path / "rec.pub").read_bytes()).public


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, b"academic " * 5000])
def test_the_command_says_what_is_no_share(tmp_path, capsys, content):
    run("split", "--out", tmp_path / "rec")
    (tmp_path / "bad").write_bytes(content)
    capsys.readouterr()

    assert run("combine", tmp_path / "bad", tmp_path / "rec-1.txt") == 2
    assert run("combine", tmp_path / "missing", tmp_path / "rec-1.txt") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
