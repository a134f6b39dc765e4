"""To begin a log anew takes two: an operator who asks, and an officer whose key alone can approve."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit import approving, keyfile, officer, passphrase, restoring, xwing
from audit.format import Malformed
from audit.restoring import Restore, next_origin
from audit.sealing import CannotOpen
from tests.audit import keys

INSTANCE = Ed25519PrivateKey.from_private_bytes(b"i" * 32)
OFFICERS = [xwing.public_bytes(seed) for seed in (keys.FIRST_OFFICER, keys.SECOND_OFFICER)]
RESTORE = Restore(
    origin="log.example/audit",
    new_origin="log.example/audit/2",
    from_size=80,
    root="ab" * 32,
    lost_to_size=100,
    lost_root="cd" * 32,
    reason="Plattenausfall",
    operator="IT-Stelle",
    asked_ms=1_795_000_000_000,
)
REQUEST = restoring.ask(RESTORE, OFFICERS, INSTANCE)


def approved(seed=keys.FIRST_OFFICER, request=REQUEST):
    return restoring.read_approval(restoring.approve(request, seed))


@pytest.mark.parametrize("seed", [keys.FIRST_OFFICER, keys.SECOND_OFFICER])
def test_an_officer_who_was_asked_approves(seed):
    approval = approved(seed)

    restoring.check_approval(RESTORE, approval)
    assert approval.challenge == restoring.challenge_of(RESTORE, INSTANCE).hex()
    assert approval.officer == xwing.key_id(xwing.public_bytes(seed)).hex()


@pytest.mark.parametrize("seed", [keys.STRANGER, keys.RECOVERY])
def test_nobody_else_can(seed):
    with pytest.raises(CannotOpen):
        approved(seed)


def test_an_officer_s_approvals_are_all_by_the_same_key():
    """So that she can say of each whether it is hers."""
    assert approved().key == approved(request=restoring.ask(RESTORE, OFFICERS, INSTANCE)).key
    assert approved().key != approved(keys.SECOND_OFFICER).key


@pytest.mark.parametrize("change", [{"from_size": 79}, {"reason": "other"}, {"asked_ms": 1}])
def test_what_was_approved_is_this_and_nothing_else(change):
    with pytest.raises(CannotOpen):
        restoring.check_approval(replace(RESTORE, **change), approved())


@pytest.mark.parametrize("field", ["challenge", "key", "signature"])
def test_a_forged_approval_is_none(field):
    with pytest.raises(CannotOpen):
        restoring.check_approval(RESTORE, replace(approved(), **{field: "00" * 32}))


@pytest.fixture
def desk(tmp_path, cheap):
    """An officer's own machine: the request, her key, and its passphrase in a file."""
    (tmp_path / "request").write_bytes(REQUEST)
    pair = officer.KeyPair(keys.FIRST_OFFICER, OFFICERS[0])
    officer.write_key_file(tmp_path / "key", pair, passphrase="a passphrase for tests", label="", role="officer")
    (tmp_path / "words").write_text("a passphrase for tests\n")
    return tmp_path


def answer(desk, *more, request="request"):
    return approving.main([str(desk / request), f"--key={desk / 'key'}", f"--out={desk / 'out'}", *more])


def test_an_approval_is_written_once(desk):
    with_words = f"--passphrase-file={desk / 'words'}"

    assert answer(desk, with_words) == 0
    written = (desk / "out").read_bytes()
    assert answer(desk, with_words) == 2
    assert (desk / "out").read_bytes() == written


def test_without_a_passphrase_it_is_a_sentence(desk, monkeypatch, capsys):
    monkeypatch.setattr(passphrase, "getpass", lambda _prompt: (_ for _ in ()).throw(EOFError))

    assert answer(desk) == 2
    assert "No passphrase" in capsys.readouterr().err


def test_a_request_without_an_end_is_a_sentence(desk, capsys):
    assert answer(desk, request="/dev/zero") == 2
    assert "zero is no file" in capsys.readouterr().err


def test_the_entry_says_all_of_it_and_is_signed_twice():
    payload = restoring.write(RESTORE, approved(), signed_by=INSTANCE)

    signed = restoring.read(payload)

    assert (signed.restore, signed.approval.officer) == (RESTORE, approved().officer)
    restoring.check_signature(signed, INSTANCE.public_key())


def test_another_instance_did_not_sign_it():
    signed = restoring.read(restoring.write(RESTORE, approved(), signed_by=INSTANCE))

    with pytest.raises(CannotOpen, match="instance"):
        restoring.check_signature(signed, Ed25519PrivateKey.generate().public_key())


def test_an_entry_that_nobody_approved_is_none():
    signed = restoring.read(restoring.write(RESTORE, replace(approved(), signature="00" * 64), signed_by=INSTANCE))

    with pytest.raises(CannotOpen, match="approved"):
        restoring.check_signature(signed, INSTANCE.public_key())


@pytest.mark.parametrize(
    ("origin", "following"),
    [("a", "a/2"), ("a/audit", "a/audit/2"), ("a/audit/2", "a/audit/3"), ("a/audit/9", "a/audit/10"), ("/2", "/2/2")],
)
def test_names_go_on(origin, following):
    assert next_origin(origin) == following


@pytest.mark.parametrize("spoil", [{"new_origin": "elsewhere/2"}, {"from_size": -1}, {"lost_to_size": True}])
def test_what_does_not_go_on_is_no_restore(spoil):
    with pytest.raises(Malformed):
        restoring.read(restoring.write(replace(RESTORE, **spoil), approved(), signed_by=INSTANCE))


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b'{"format": "fk-audit-restore-v1"}', b"[" * 5000, b"x" * 300_000]
)
def test_what_is_no_file_of_this_kind_is_a_sentence(data):
    for read in (restoring.read_request, restoring.read_approval, restoring.read):
        with pytest.raises(Malformed):
            read(data)


@given(st.integers(0, len(REQUEST) - 1), st.binary(max_size=3))
def test_a_spoiled_request_is_refused_or_the_same(place, piece):
    spoiled = REQUEST[:place] + piece + REQUEST[place + 1 :]
    try:
        approval = approved(request=spoiled)
    except (Malformed, CannotOpen):
        return
    restoring.check_approval(restoring.read_request(spoiled)[0], approval)


@pytest.fixture
def cheap(monkeypatch):
    """A key file that costs no second."""
    monkeypatch.setattr(keyfile, "COST", {"memory_kib": 64, "iterations": 1, "lanes": 1})


def test_the_officer_s_command(tmp_path, cheap, monkeypatch, capsys):
    key, request, answer = tmp_path / "key", tmp_path / "request", tmp_path / "approval"
    pair = officer.KeyPair(keys.FIRST_OFFICER, OFFICERS[0])
    officer.write_key_file(key, pair, passphrase="a long passphrase", label="First")
    request.write_bytes(REQUEST)
    monkeypatch.setattr(passphrase, "getpass", lambda prompt: "a long passphrase")

    assert approving.main([str(request), "--key", str(key), "--out", str(answer)]) == 0

    said = capsys.readouterr().out
    assert all(word in said for word in ("IT-Stelle", "80", "100", "Plattenausfall", "log.example/audit/2"))
    restoring.check_approval(RESTORE, restoring.read_approval(answer.read_bytes()))


HIDING = "of 10 entries\x1b[2K\x1b[1A\x1b[2K\rA small failure.", "a\nb", "\u202eegassap", "a\x00b"


@pytest.mark.parametrize("hiding", HIDING)
@pytest.mark.parametrize("name", ["reason", "operator"])
def test_nobody_asks_an_officer_in_words_that_move_her_screen(tmp_path, monkeypatch, capsys, name, hiding):
    with pytest.raises(Malformed):
        restoring.ask(replace(RESTORE, **{name: hiding}), OFFICERS, INSTANCE)

    request = tmp_path / "request"
    request.write_bytes(json.dumps(json.loads(REQUEST) | {name: hiding}).encode())
    monkeypatch.setattr(passphrase, "getpass", lambda prompt: pytest.fail("she was asked for her passphrase"))

    assert approving.main([str(request), "--key", "none", "--out", str(tmp_path / "approval")]) == 2
    said = capsys.readouterr()
    assert all(each.isprintable() for each in (said.out + said.err).replace("\n", ""))


@pytest.mark.parametrize("wrong", ["request", "passphrase", "key"])
def test_what_goes_wrong_is_a_sentence(tmp_path, cheap, monkeypatch, capsys, wrong):
    key, request, answer = tmp_path / "key", tmp_path / "request", tmp_path / "approval"
    seed = keys.STRANGER if wrong == "key" else keys.FIRST_OFFICER
    pair = officer.KeyPair(seed, xwing.public_bytes(seed))
    officer.write_key_file(key, pair, passphrase="a long passphrase", label="First")
    request.write_bytes(b"nonsense" if wrong == "request" else REQUEST)
    monkeypatch.setattr(passphrase, "getpass", lambda prompt: "wrong" if wrong == "passphrase" else "a long passphrase")

    assert approving.main([str(request), "--key", str(key), "--out", str(answer)]) == 2
    assert capsys.readouterr().err
    assert not answer.exists()
