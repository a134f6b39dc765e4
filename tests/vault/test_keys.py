"""Key-encrypting keys: the last one wraps, all unwrap, and whatever is wrong with a file is said plainly."""

import base64
import stat
import uuid
from dataclasses import replace

import pytest

from fallkonferenz.vault.keys import WRAPPED_LENGTH, NoKey, key_encrypting_keys, new_kek

CASE = uuid.UUID("00000000-0000-4000-8000-000000000001")
OTHER_CASE = uuid.UUID("00000000-0000-4000-8000-000000000002")
KEY = bytes(range(32))


def test_a_case_key_comes_back_from_its_wrapping(keks):
    wrapped, kek_id = key_encrypting_keys().wrap(KEY, CASE, 1)

    assert (len(wrapped), kek_id) == (WRAPPED_LENGTH, "2026") == (60, "2026")
    assert key_encrypting_keys().unwrap(wrapped, CASE, 1, kek_id) == KEY


def test_the_wrapping_hides_the_key_and_never_repeats(keks):
    wrapped = {key_encrypting_keys().wrap(KEY, CASE, 1)[0] for _time in range(1_000)}
    assert len({each[:12] for each in wrapped}) == 1_000
    assert not any(KEY[:8] in each for each in wrapped)


def test_the_last_key_wraps_and_the_old_ones_still_unwrap(keks):
    old = key_encrypting_keys().wrap(KEY, CASE, 1)
    new_kek(keks, "2027")

    assert key_encrypting_keys().wrap(KEY, CASE, 1)[1] == "2027"
    assert key_encrypting_keys().unwrap(old[0], CASE, 1, old[1]) == KEY


def test_a_wrapped_key_opens_for_its_own_case_and_version_only(keks):
    wrapped, kek_id = key_encrypting_keys().wrap(KEY, CASE, 1)

    for case, version in ((OTHER_CASE, 1), (CASE, 2)):
        with pytest.raises(NoKey, match="cannot be unwrapped by “2026”"):
            key_encrypting_keys().unwrap(wrapped, case, version, kek_id)


def test_a_wrapped_key_does_not_open_under_another_kek_id_even_with_the_same_key(keks):
    wrapped, _kek_id = key_encrypting_keys().wrap(KEY, CASE, 1)
    (keks / "2027.key").write_bytes((keks / "2026.key").read_bytes())

    with pytest.raises(NoKey, match="cannot be unwrapped by “2027”"):
        key_encrypting_keys().unwrap(wrapped, CASE, 1, "2027")


def test_a_flipped_bit_anywhere_in_a_wrapped_key_is_found(keks):
    wrapped, kek_id = key_encrypting_keys().wrap(KEY, CASE, 1)

    for bit in range(len(wrapped) * 8):
        broken = bytearray(wrapped)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NoKey):
            key_encrypting_keys().unwrap(bytes(broken), CASE, 1, kek_id)


@pytest.mark.parametrize("length", [0, 11, 12, 59])
def test_a_cut_off_wrapped_key_is_found(keks, length):
    wrapped, kek_id = key_encrypting_keys().wrap(KEY, CASE, 1)
    with pytest.raises(NoKey):
        key_encrypting_keys().unwrap(wrapped[:length], CASE, 1, kek_id)


def test_the_key_of_a_past_year_is_named_when_it_is_gone(keks):
    wrapped, kek_id = key_encrypting_keys().wrap(KEY, CASE, 1)
    new_kek(keks, "2027")
    (keks / "2026.key").unlink()

    with pytest.raises(NoKey, match=f"The key-encrypting key “2026” is missing in {keks}."):
        key_encrypting_keys().unwrap(wrapped, CASE, 1, kek_id)


def test_the_folder_is_read_once(keks):
    assert key_encrypting_keys() is key_encrypting_keys()


def test_a_new_key_in_the_folder_is_seen_without_a_restart(keks):
    before = key_encrypting_keys()
    new_kek(keks, "2027")
    assert (before.newest, key_encrypting_keys().newest) == ("2026", "2027")


@pytest.mark.parametrize("named", ["", "/nowhere/at/all"])
def test_a_missing_folder_is_said(settings, in_english, named):
    settings.FALLKONFERENZ_KEK_DIR = named
    with pytest.raises(NoKey, match=f"FALLKONFERENZ_KEK_DIR must name a folder of key-encrypting keys, not “{named}”."):
        key_encrypting_keys()


def test_an_empty_folder_is_said(settings, in_english, tmp_path):
    settings.FALLKONFERENZ_KEK_DIR = str(tmp_path)
    with pytest.raises(NoKey, match=f"There is no key-encrypting key in {tmp_path}."):
        key_encrypting_keys()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("2027.key", base64.b64encode(bytes(31))),
        ("2027.key", base64.b64encode(bytes(33))),
        ("2027.key", b""),
        ("2027.key", b"not base64 at all!"),
        ("2027.key", bytes(32)),
        ("übel.key", base64.b64encode(bytes(32))),
    ],
)
def test_a_file_that_is_no_key_is_said_with_its_name(keks, name, content):
    (keks / name).write_bytes(content)
    with pytest.raises(NoKey, match=f"{name} (is no key|cannot be read as a key): it must hold 32 bytes in base64"):
        key_encrypting_keys()


def test_a_new_key_is_readable_by_its_owner_alone(tmp_path):
    path = new_kek(tmp_path, "2026")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(base64.b64decode(path.read_bytes())) == 32


def test_a_new_key_never_replaces_one(tmp_path):
    before = new_kek(tmp_path, "2026").read_bytes()
    with pytest.raises(FileExistsError):
        new_kek(tmp_path, "2026")
    assert (tmp_path / "2026.key").read_bytes() == before


@pytest.mark.parametrize("kek_id", ["", "../2026", "2026.key", "-2026", "x" * 33])
def test_a_key_id_is_a_plain_word(tmp_path, kek_id):
    with pytest.raises(ValueError, match="is no KEK id"):
        new_kek(tmp_path, kek_id)


def test_no_key_shows_in_a_printed_object(keks):
    keys = key_encrypting_keys()
    assert "key" not in repr(replace(keys)).removeprefix("KeyEncryptingKeys").replace(str(keks), "")
