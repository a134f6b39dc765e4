"""The close of an epoch: what is written is read back, and nothing else is taken for one."""

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit import closing
from audit.closing import By, Close
from audit.format import Malformed, canonical
from audit.sealing import CannotOpen

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
EPOCH = UUID("11111111-2222-4333-8444-555555555555")
CLOSE = Close(EPOCH, 9, (3, 7), By.SELF)


def closes():
    return st.integers(0, 1023).flatmap(
        lambda last: st.builds(
            Close,
            st.uuids(),
            st.just(last),
            st.lists(st.integers(1, max(last, 1)), unique=True, max_size=last).map(lambda some: tuple(sorted(some))),
            st.sampled_from(By),
        )
    )


@given(closes())
def test_what_was_written_is_read(close):
    signed = closing.read(closing.write(close, KEY))

    assert signed.close == close
    closing.check_signature(signed, KEY.public_key())


def test_the_bytes_are_those_of_the_specification():
    assert closing.write(CLOSE, KEY)[:-64] == (
        b'{"abandoned":[3,7],"by":"self","epoch":"11111111222243338444555555555555","format":"fk-audit-close-v1","last":9}'
    )


def test_the_largest_close_can_be_read():
    everything = Close(EPOCH, 1023, tuple(range(1, 1024)), By.SUCCESSOR)

    assert closing.read(closing.write(everything, KEY)).close == everything


def test_somebody_else_s_signature_is_refused():
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    signed = closing.read(closing.write(CLOSE, other))

    with pytest.raises(CannotOpen):
        closing.check_signature(signed, KEY.public_key())


RIGHT = {"format": "fk-audit-close-v1", "epoch": EPOCH.hex, "last": 9, "abandoned": [3, 7], "by": "self"}
WRONG = [
    {"last": -1},
    {"last": 1024},
    {"last": "9"},
    {"last": True},
    {"abandoned": [0]},
    {"abandoned": [7, 3]},
    {"abandoned": [3, 3]},
    {"abandoned": [10]},
    {"abandoned": ["3"]},
    {"abandoned": [True]},
    {"abandoned": 3},
    {"by": "somebody"},
    {"epoch": "x"},
    {"epoch": 7},
    {"format": "fk-audit-close-v2"},
    {"more": 1},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_anything_else_is_malformed(wrong):
    with pytest.raises(Malformed):
        closing.read(canonical(RIGHT | wrong) + bytes(64))


@pytest.mark.parametrize(
    "payload", [b"", bytes(64), b"[]" + bytes(64), b"7" + bytes(64), b"{" + bytes(64), bytes(20_000)]
)
def test_what_is_no_json_is_malformed(payload):
    with pytest.raises(Malformed):
        closing.read(payload)


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(payload):
    with pytest.raises(Malformed):
        closing.read(payload)
