"""Officers' keys: made on their own machine, opened by their passphrase alone."""

import json
import subprocess
import sys

import pytest
from django.core.management import call_command

from audit import ceremonies, keyfile, officer, xwing
from audit.keyfile import BadKeyFile

PASSPHRASE = "correct horse battery"


CHEAP = {"memory_kib": 64, "iterations": 1, "lanes": 1}


@pytest.fixture
def file(cheap):
    return keyfile.protect(bytes(range(32)), passphrase=PASSPHRASE, label="Ä. Officer", role="officer")


@pytest.fixture
def cheap(monkeypatch):
    """Argon2id takes its second in one test only."""
    monkeypatch.setattr(keyfile, "COST", CHEAP)


def changed(file, **fields):
    return json.dumps(json.loads(file) | fields).encode()


def test_the_passphrase_opens_it(file):
    assert keyfile.unlock(file, passphrase=PASSPHRASE) == bytes(range(32))


def test_another_passphrase_does_not(file):
    with pytest.raises(BadKeyFile):
        keyfile.unlock(file, passphrase=PASSPHRASE + " ")


def test_it_costs_what_was_decided():
    data = keyfile.protect(bytes(range(32)), passphrase=PASSPHRASE, label="A", role="officer")
    fields = json.loads(data)

    assert keyfile.unlock(data, passphrase=PASSPHRASE) == bytes(range(32))
    assert (fields["memory_kib"], fields["iterations"], fields["lanes"]) == (262144, 3, 1)


def test_the_seed_is_not_in_the_file(file):
    assert bytes(range(32)).hex().encode() not in file
    assert bytes(range(32)) not in file


@pytest.mark.parametrize("fields", [{"label": "Somebody else"}, {"role": "recovery"}, {"iterations": 2}])
def test_every_field_is_bound_to_the_seal(file, fields):
    with pytest.raises(BadKeyFile):
        keyfile.unlock(changed(file, **fields), passphrase=PASSPHRASE)


@pytest.mark.parametrize(
    "fields",
    [
        {"memory_kib": 2**31},
        {"iterations": 10**6},
        {"lanes": 0},
        {"lanes": "1"},
        {"memory_kib": 1},
        {"salt": "AA=="},
        {"salt": 5},
        {"nonce": ""},
        {"sealed_seed": "???"},
        {"label": None},
        {"format": "fk-audit-key-v2"},
    ],
)
def test_a_strangers_file_is_refused_without_work_or_traceback(file, fields):
    with pytest.raises(BadKeyFile):
        keyfile.unlock(changed(file, **fields), passphrase=PASSPHRASE)


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"{}", b"[" * 10_000, b" " * 100_000, b"null", b"5"])
def test_other_bytes_are_no_key_file(data):
    with pytest.raises(BadKeyFile):
        keyfile.unlock(data, passphrase=PASSPHRASE)
    with pytest.raises(BadKeyFile):
        keyfile.read_public(data)


@pytest.mark.parametrize("fields", [{"public_key": "AAAA"}, {"label": "x" * 101}, {"role": "boss"}, {"label": 1}])
def test_a_damaged_public_half_is_refused(file, fields):
    with pytest.raises(BadKeyFile):
        keyfile.read_public(changed(file, **fields))


def test_both_halves_are_written_and_never_written_over(cheap, tmp_path):
    pair = officer.new_keypair()
    public = officer.write_key_file(tmp_path / "key", pair, passphrase=PASSPHRASE, label="A", role="recovery")

    assert officer.read_key_file(tmp_path / "key", passphrase=PASSPHRASE) == pair
    assert keyfile.read_public(public.read_bytes()) == keyfile.PublicKey(pair.public, "A", "recovery")
    assert pair.public == xwing.public_bytes(pair.seed)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert pair.seed.hex() not in repr(pair)
    with pytest.raises(FileExistsError):
        officer.write_key_file(tmp_path / "key", pair, passphrase=PASSPHRASE, label="A")


def ask(monkeypatch, *answers):
    replies = iter(answers)
    monkeypatch.setattr("audit.passphrase.getpass", lambda prompt: next(replies))


def run(*arguments):
    return ceremonies.main(list(map(str, arguments)))


def test_the_command_makes_a_key(cheap, monkeypatch, tmp_path, capsys):
    ask(monkeypatch, PASSPHRASE, PASSPHRASE)

    assert run("new", "--out", tmp_path / "key", "--label", "A") == 0
    assert officer.read_key_file(tmp_path / "key", passphrase=PASSPHRASE)
    assert str(tmp_path / "key.pub") in capsys.readouterr().out


@pytest.mark.parametrize("answers", [("short",), (PASSPHRASE, PASSPHRASE + "!")])
def test_the_command_refuses_a_poor_passphrase(monkeypatch, tmp_path, answers):
    ask(monkeypatch, *answers)

    assert run("new", "--out", tmp_path / "key") == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["key", "key.pub"])
def test_the_command_writes_nothing_over(tmp_path, capsys, name):
    (tmp_path / name).write_text("mine")

    assert run("new", "--out", tmp_path / "key") == 2
    assert "not written over" in capsys.readouterr().err
    assert (tmp_path / name).read_text() == "mine"


def test_managepy_offers_the_same(cheap, monkeypatch, tmp_path):
    ask(monkeypatch, PASSPHRASE, PASSPHRASE)
    call_command("dpo_key", "new", "--out", str(tmp_path / "key"))

    assert (tmp_path / "key.pub").exists()
    with pytest.raises(SystemExit):
        call_command("dpo_key", "new", "--out", str(tmp_path / "key"))


@pytest.mark.parametrize(
    "module", ["format", "xwing", "sealing", "epoch", "keyfile", "officer", "reader", "ceremonies", "instance"]
)
def test_what_runs_on_an_officers_machine_needs_no_django(module):
    program = f"import audit.{module}, sys; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
