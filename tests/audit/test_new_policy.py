"""The policy that is handed to whoever checks the log: public halves only, and it can be used as it is."""

import pytest

from audit import instance, new_policy, note, policy, signing
from audit.checkpoint import Checkpoint
from tests.audit.small_log import NOW, key_of

ORIGIN = "log.example/audit"
SAID = Checkpoint(ORIGIN, 0, bytes(32))


@pytest.fixture
def files(tmp_path):
    """The keys of an installation and the lines of two witnesses."""
    signing.new_key(tmp_path / "log")
    instance.new_key(tmp_path / "instance")
    for name in ("a.example", "b.example"):
        (tmp_path / name).write_text("\n".join(["made:", *new_policy.lines_of(key_of(name), name), ""]))
    return tmp_path


def printed(files, capsys, *more):
    keys = ["--log-key", str(files / "log"), "--instance-key", str(files / "instance")]
    assert new_policy.main(["--origin", ORIGIN, *keys, *more]) == 0
    return policy.parse(capsys.readouterr().out.encode())


def cosigned(files, *names, origin=ORIGIN):
    said = Checkpoint(origin, 0, bytes(32))
    signed = signing.sign(said, signing.load(files / "log").as_log(origin), unix_s=NOW)
    lines = [signing.cosign(said, key_of(name).as_witness(name), unix_s=NOW) for name in names]
    return note.parse(signed + b"".join(lines))


def test_without_a_witness_nobody_is_waited_for(files, capsys):
    made = printed(files, capsys)

    assert made.check(cosigned(files)).quorum
    assert made.instances == [instance.load(str(files / "instance")).public_key().public_bytes_raw()]


def test_of_two_witnesses_either_is_enough_in_both_its_ways(files, capsys):
    made = printed(files, capsys, "--witness", str(files / "a.example"), "--witness", str(files / "b.example"))

    assert not made.check(cosigned(files)).quorum
    assert made.check(cosigned(files, "a.example")).quorum
    assert made.check(cosigned(files, "b.example")).quorum
    half = note.parse(cosigned(files, "a.example").data.rpartition(b"\n\xe2")[0] + b"\n")
    assert not made.check(half).quorum


def test_after_a_restore_both_names_are_known(files, capsys):
    made = printed(files, capsys, "--names", "2")

    assert made.check(cosigned(files, origin=f"{ORIGIN}/2")).checkpoint.origin == f"{ORIGIN}/2"


def test_no_secret_is_printed(files, capsys):
    printed(files, capsys)
    keys = ["--log-key", str(files / "log"), "--instance-key", str(files / "instance")]
    new_policy.main(["--origin", ORIGIN, *keys])
    text = capsys.readouterr().out

    key = signing.load(files / "log")
    assert not any(seed.hex() in text for seed in (key.ed25519, key.ml_dsa_44))
    assert "PRIVATE" not in text


@pytest.mark.parametrize("missing", ["log", "instance", "a.example"])
def test_what_is_missing_is_a_sentence(files, capsys, missing):
    (files / missing).write_text("")
    keys = ["--log-key", str(files / "log"), "--instance-key", str(files / "instance")]
    instance.load.cache_clear()

    assert new_policy.main(["--origin", ORIGIN, *keys, "--witness", str(files / "a.example")]) == 2
    assert capsys.readouterr().err
