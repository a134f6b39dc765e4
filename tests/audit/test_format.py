"""The bytes of the log: what is written today must be readable in ten years."""

import json
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.format import LARGEST_INTEGER, Header, Kind, Malformed, canonical, close_header, header_of, pad, unpad
from tests.audit import vectors

EPOCH = UUID("00112233-4455-6677-8899-aabbccddeeff")
GOLDEN = (
    "464b4131"  # FKA1
    "07"  # kind 7
    "000000"
    "0000018bcfe56800"  # 1700000000000 ms
    "00112233445566778899aabbccddeeff"
    "00000000000003ff"  # counter 1023
    "0000000000000003"  # length
    "00000000000000000000000000000000"  # no case tag
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # SHA-256 of "abc"
)


def test_a_header_is_these_96_bytes():
    bound = header_of(3, kind=Kind.OFFICER_ACCESS, unix_ms=1_700_000_000_000, epoch=EPOCH, counter=1023)

    assert close_header(bound, b"abc").hex() == GOLDEN


def test_a_header_is_read_back():
    header = Header.unpack(bytes.fromhex(GOLDEN))

    assert header == Header(Kind(7), 1_700_000_000_000, EPOCH, 1023, 3, bytes(16), sha256(b"abc").digest())
    assert header.pack().hex() == GOLDEN


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        bytes.fromhex(GOLDEN)[:-1],
        bytes.fromhex(GOLDEN) + b"\0",
        bytes.fromhex("464b4132" + GOLDEN[8:]),  # FKA2
        bytes.fromhex(GOLDEN[:8] + "00" + GOLDEN[10:]),  # kind 0
        bytes.fromhex(GOLDEN[:8] + "08" + GOLDEN[10:]),  # kind 8
        bytes.fromhex(GOLDEN[:10] + "000001" + GOLDEN[16:]),
    ],
)
def test_other_bytes_are_no_header(broken):
    with pytest.raises(Malformed):
        Header.unpack(broken)


@given(st.binary(min_size=96, max_size=96))
def test_what_unpacks_packs_to_the_same_bytes(data):
    data = b"FKA1\x01\0\0\0" + data[8:]

    assert Header.unpack(data).pack() == data


@given(st.binary(max_size=1000).filter(lambda text: b"\0" not in text))
def test_padding_hides_the_length_and_comes_off_again(text):
    assert len(pad(text)) % 256 == 0
    assert unpad(pad(text)) == text


@pytest.mark.parametrize("padded", [b"x", b"x" * 255, b"x\0x" + bytes(253), b"x" + bytes(511), bytes(256)])
def test_wrong_padding_is_noticed(padded):
    with pytest.raises(Malformed):
        unpad(padded)


# Canonical JSON -----------------------------------------------------------------------------


def _has_only_what_we_take(value):
    if isinstance(value, dict):
        return all(key.isascii() and _has_only_what_we_take(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_has_only_what_we_take, value))
    return isinstance(value, str | bool) or (isinstance(value, int) and abs(value) <= LARGEST_INTEGER)


@vectors.wanted
@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_vectors_of_rfc_8785_agree_where_they_hold_what_we_take(name):
    folder = vectors.FOLDER / "jcs-rfc8785" / "testdata"
    value = json.loads((folder / "input" / f"{name}.json").read_text())

    if _has_only_what_we_take(value):
        assert canonical(value) == (folder / "output" / f"{name}.json").read_bytes()
    else:
        with pytest.raises(Malformed):
            canonical(value)


def _rfc8785(value):
    """RFC 8785 written down a second time, as the RFC says it, for what we take."""
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(map(_character, value)) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(_rfc8785, value)) + "]"
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
    return "{" + ",".join(f"{_rfc8785(key)}:{_rfc8785(item)}" for key, item in members) + "}"


def _character(character):
    short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    if character in short:
        return short[character]
    return f"\\u{ord(character):04x}" if ord(character) < 32 else character


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
)


@given(VALUES)
def test_canonical_json_is_rfc_8785_byte_for_byte(value):
    assert canonical(value) == _rfc8785(value).encode()


@given(VALUES)
def test_canonical_json_reads_back_and_holds_no_zero_byte(value):
    assert json.loads(canonical(value)) == value
    assert b"\0" not in canonical(value)


@pytest.mark.parametrize(
    "value", [None, 1.5, {"ä": 1}, {1: 1}, [None], b"x", LARGEST_INTEGER + 1, "\ud800", {"a": {1, 2}}]
)
def test_what_the_format_does_not_know_is_refused(value):
    with pytest.raises(Malformed):
        canonical(value)
