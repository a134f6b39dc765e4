"""Sealing: what an officer opens is what was sealed, and nobody else opens it."""

from uuid import uuid4

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given
from hypothesis import strategies as st

from audit import sealing, xwing
from audit.format import Kind, Malformed
from audit.sealing import CannotOpen, EpochKey, Sealed
from tests.audit import keys, vectors

ORIGIN = "tests.example/audit"
KEMS = {0x20: KEM.X25519, 0x647A: KEM.MLKEM768_X25519}
KDFS = {1: KDF.HKDF_SHA256, 3: KDF.HKDF_SHA512, 0x10: KDF.SHAKE128, 0x11: KDF.SHAKE256}
AEADS = {1: AEAD.AES_128_GCM, 2: AEAD.AES_256_GCM, 3: AEAD.CHACHA20_POLY1305}


def _hpke_cases():
    for path in ("hpke/hpke-pq-test-vectors.json", "hpke/hpke-rfc9180-base-x25519.json"):
        for case in vectors.read(path):
            if case["mode"] == 0 and case["kem_id"] in KEMS and case["kdf_id"] in KDFS and case["aead_id"] in AEADS:
                yield pytest.param(case, id=f"{case['kem_id']:x}-{case['kdf_id']}-{case['aead_id']}")


def _private_key(case):
    seed = bytes.fromhex(case["skRm"])
    return X25519PrivateKey.from_private_bytes(seed) if case["kem_id"] == 0x20 else xwing.pair(seed).private


@vectors.wanted
@pytest.mark.parametrize("case", list(_hpke_cases()))
def test_the_public_vectors_of_hpke_open(case):
    suite = Suite(KEMS[case["kem_id"]], KDFS[case["kdf_id"]], AEADS[case["aead_id"]])
    first = case["encryptions"][0]
    enc_and_ct = bytes.fromhex(case["enc"] + first["ct"])

    # The public interface of the library takes no AAD, the vectors have one: hence its private door, in tests alone.
    opened = openssl.hpke._decrypt_with_aad(
        suite, enc_and_ct, _private_key(case), info=bytes.fromhex(case["info"]), aad=bytes.fromhex(first["aad"])
    )

    assert opened.hex() == first["pt"]


@vectors.wanted
def test_the_vectors_hold_our_own_kem():
    cases = [case.values[0] for case in _hpke_cases()]

    assert sum(case["kem_id"] == 0x647A for case in cases) == 2
    assert len(cases) == 8


@vectors.wanted
def test_a_seed_makes_the_public_key_of_the_vectors():
    for case in vectors.read("hpke/hpke-pq-test-vectors.json"):
        if case["kem_id"] == 0x647A:
            assert xwing.public_bytes(bytes.fromhex(case["skRm"])).hex() == case["pkRm"]


@pytest.mark.parametrize("data", [b"", bytes(1215), bytes(1217), b"\xff" * 1216])
def test_other_bytes_are_no_public_key(data):
    with pytest.raises(Malformed):
        xwing.public_key(data)


def test_a_private_key_is_32_bytes():
    with pytest.raises(Malformed):
        xwing.pair(bytes(31))


@given(st.binary(min_size=1, max_size=600).filter(lambda text: b"\0" not in text), st.integers(0, 2**64 - 1))
def test_what_is_sealed_opens(text, counter):
    key = EpochKey()

    assert key.open(key.seal(text, kind=Kind.EVENT, counter=counter, unix_ms=1)) == text


def test_equal_texts_look_different_and_equally_long():
    key = EpochKey()
    one, two = (key.seal(b"text" * n, kind=Kind.EVENT, counter=n, unix_ms=1) for n in (1, 2))

    assert one.payload != two.payload
    assert len(one.payload) == len(two.payload) == 256 + 16


@pytest.mark.parametrize("position", [4, 8, 20, 39, 47, 50])
def test_a_header_that_was_changed_opens_nothing(position):
    key = EpochKey()
    sealed = key.seal(b"text", kind=Kind.EVENT, counter=1, unix_ms=1)
    header = bytearray(sealed.header)
    header[position] ^= 2

    with pytest.raises((CannotOpen, Malformed)):
        key.open(sealed._replace(header=bytes(header)))


def test_a_payload_that_was_changed_or_swapped_opens_nothing():
    key = EpochKey()
    one, two = (key.seal(b"text", kind=Kind.EVENT, counter=n, unix_ms=1) for n in (1, 2))

    with pytest.raises(CannotOpen):
        key.open(Sealed(one.header, two.payload))
    with pytest.raises(CannotOpen):
        key.open(Sealed(one.header, one.payload[:-1] + bytes([one.payload[-1] ^ 1])))


def test_a_key_is_wrapped_for_one_officer_one_epoch_one_log_and_one_list():
    key, public = EpochKey(), xwing.public_bytes(keys.FIRST_OFFICER)
    wrapped = sealing.wrap(key, public, origin=ORIGIN, recipient_list=bytes(32))
    right = {"origin": ORIGIN, "epoch": key.id, "recipient_list": bytes(32)}

    assert sealing.unwrap(wrapped, xwing.pair(keys.FIRST_OFFICER), **right) == key
    for wrong in ({"origin": "other"}, {"epoch": uuid4()}, {"recipient_list": b"\1" * 32}):
        with pytest.raises(CannotOpen):
            sealing.unwrap(wrapped, xwing.pair(keys.FIRST_OFFICER), **(right | wrong))
    with pytest.raises(CannotOpen):
        sealing.unwrap(wrapped, xwing.pair(keys.SECOND_OFFICER), **right)


def test_a_key_is_not_printed():
    key = EpochKey()

    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)
