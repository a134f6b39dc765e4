"""Officers' keys: made on their own machine, opened by their passphrase alone."""

import json
import subprocess
import sys

import pytest

from audit import keyfile, officer, xwing
from audit.keyfile import BadKeyFile

PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="module")
def file():
    """Argon2id takes its second once; the tests share the file."""
    return keyfile.protect(bytes(range(32)), passphrase=PASSPHRASE, label="Ä. Officer", role="officer")


def changed(file, **fields):
    return json.dumps(json.loads(file) | fields).encode()


def test_the_passphrase_opens_it(file):
    assert keyfile.unlock(file, passphrase=PASSPHRASE) == bytes(range(32))


def test_another_passphrase_does_not(file):
    with pytest.raises(BadKeyFile):
        keyfile.unlock(file, passphrase=PASSPHRASE + " ")


def test_it_costs_what_was_decided(file):
    fields = json.loads(file)

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


def test_both_halves_are_written_and_never_written_over(tmp_path):
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
    monkeypatch.setattr(officer, "getpass", lambda prompt: next(replies))


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["officer", *map(str, arguments)])
    officer.main()


def test_the_command_makes_a_key(monkeypatch, tmp_path, capsys):
    ask(monkeypatch, PASSPHRASE, PASSPHRASE)
    run(monkeypatch, "new", "--out", tmp_path / "key", "--label", "A")

    assert officer.read_key_file(tmp_path / "key", passphrase=PASSPHRASE)
    assert str(tmp_path / "key.pub") in capsys.readouterr().out


@pytest.mark.parametrize("answers", [("short",), (PASSPHRASE, PASSPHRASE + "!")])
def test_the_command_refuses_a_poor_passphrase(monkeypatch, tmp_path, answers):
    ask(monkeypatch, *answers)
    with pytest.raises(SystemExit):
        run(monkeypatch, "new", "--out", tmp_path / "key")

    assert not list(tmp_path.iterdir())


def test_the_command_writes_nothing_over(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("mine")
    with pytest.raises(SystemExit, match="not written over"):
        run(monkeypatch, "new", "--out", tmp_path / "key")


@pytest.mark.parametrize("module", ["format", "xwing", "sealing", "epoch", "keyfile", "officer", "read", "instance"])
def test_what_runs_on_an_officers_machine_needs_no_django(module):
    program = f"import audit.{module}, sys; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
