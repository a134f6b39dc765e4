"""What an erasure says, to whom it was signed, and what it allows to be missing."""

from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit import erasing
from audit.erasing import Erasure, What
from audit.format import Header, Kind, Malformed
from audit.sealing import CannotOpen

KEY = Ed25519PrivateKey.generate()
TAG, OTHER_TAG = b"t" * 16, b"u" * 16
DUE = Erasure(What.PAYLOADS, 1000, "the year is over", "§ 76 (4) BDSG", (erasing.SCHEDULE,), kind=Kind.EVENT)
ONE_CASE = Erasure(What.PAYLOADS, 1000, "asked for", "Art. 17 GDPR", ("A", "B"), case_tag=TAG)


def header(kind=Kind.EVENT, unix_ms=999, case_tag=TAG):
    return Header(kind, unix_ms, uuid4(), 1, 272, case_tag, bytes(32))


@pytest.mark.parametrize(
    "erasure",
    [
        DUE,
        ONE_CASE,
        Erasure(What.EPOCHS, 5, "", "", (), replayed=True),
        Erasure(What.TAG_KEYS, 5, "ä", "§", ("A",)),
    ],
)
def test_what_was_written_is_read(erasure):
    signed = erasing.read(erasing.write(erasure, signed_by=KEY))

    assert signed.erasure == erasure
    erasing.check_signature(signed, KEY.public_key())


def test_another_instance_did_not_sign_it():
    signed = erasing.read(erasing.write(DUE, signed_by=KEY))

    with pytest.raises(CannotOpen):
        erasing.check_signature(signed, Ed25519PrivateKey.generate().public_key())


@pytest.mark.parametrize(
    ("erasure", "entry", "allowed"),
    [
        (DUE, header(), True),
        (DUE, header(case_tag=bytes(16)), True),
        (DUE, header(unix_ms=1000), False),
        (DUE, header(Kind.OFFICER_ACCESS), False),
        (ONE_CASE, header(Kind.OFFICER_ACCESS), True),
        (ONE_CASE, header(case_tag=OTHER_TAG), False),
        *[(ONE_CASE, header(kind), False) for kind in Kind if kind not in erasing.ERASABLE],
        (Erasure(What.EPOCHS, 1000, "", "", ()), header(), False),
    ],
)
def test_it_allows_what_it_names_and_nothing_else(erasure, entry, allowed):
    assert erasure.covers(entry) is allowed


def test_an_epoch_or_a_month_is_over_before_its_keys_may_go():
    epochs, tag_keys = Erasure(What.EPOCHS, 1000, "", "", ()), Erasure(What.TAG_KEYS, 1_796_083_200_000, "", "", ())

    assert [epochs.covers_epoch(999), epochs.covers_epoch(1000), tag_keys.covers_epoch(0)] == [True, False, False]
    assert [tag_keys.covers_tag_key(period) for period in ("2026-11", "2026-12")] == [True, False]
    assert not epochs.covers_tag_key("1970-01")


@pytest.mark.parametrize(
    "change",
    [
        (b'"payloads"', b'"passwords"'),
        (b'"before_ms":1000', b'"before_ms":"1000"'),
        (b'"before_ms":1000', b'"before_ms":true'),
        (b'"kind":1', b'"kind":9'),
        (b'"kind":1', b'"case_tag":"0"'),
        (b'"kind":1', b'"case_tag":"' + b"0" * 32 + b'"'),
        (b'"kind":1', b'"more":1'),
        (b'["schedule"]', b'"schedule"'),
        (b"erasure-v1", b"erasure-v2"),
        (b"{", b"["),
    ],
)
def test_something_else_is_no_erasure(change):
    payload = erasing.write(DUE, signed_by=KEY)
    assert change[0] in payload

    with pytest.raises(Malformed):
        erasing.read(payload.replace(*change))


@given(st.binary(max_size=300) | st.binary(max_size=64).map(lambda tail: b"[" * 8000 + tail))
def test_a_strangers_bytes_are_refused_in_words(data):
    with pytest.raises(Malformed):
        erasing.read(data)


def test_it_does_not_read_without_end():
    with pytest.raises(Malformed):
        erasing.read(bytes(erasing.LARGEST + 1))
