"""The record of an epoch: whoever opens it knows that all others were shown the same."""

import json
from base64 import b64encode
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import epoch, sealing, xwing
from audit.epoch import Circumstances, Recipient, Role, SignedRecord
from audit.format import Malformed, canonical
from audit.sealing import CannotOpen, EpochKey
from tests.audit import keys

INSTANCE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HERE = Circumstances("tests.example/audit", "process", "software 1", 1_700_000_000_000, None)
EVERYBODY = [Recipient(Role(role), xwing.public_bytes(seed)) for role, _, seed in keys.EVERYBODY]


def _signed(fields):
    record = canonical(fields)
    return SignedRecord(record, INSTANCE.sign(epoch.SIGNED_AS + record))


@pytest.fixture
def key():
    return EpochKey()


@pytest.fixture
def record(key):
    return epoch.make_record(key, EVERYBODY, HERE, signed_by=INSTANCE)


@pytest.mark.parametrize("seed", [keys.FIRST_OFFICER, keys.SECOND_OFFICER, keys.RECOVERY])
def test_each_recipient_opens_it(key, record, seed):
    assert epoch.open_record(record, xwing.pair(seed)) == key


def test_somebody_else_does_not(record):
    with pytest.raises(CannotOpen):
        epoch.open_record(record, xwing.pair(keys.STRANGER))


def test_it_holds_no_key_in_clear(key, record):
    assert key.secret not in record.record
    assert key.secret.hex().encode() not in record.record
    assert b64encode(key.secret) not in record.record


def test_it_is_canonical_and_says_where_it_comes_from(key, record):
    fields = json.loads(record.record)

    assert canonical(fields) == record.record
    assert UUID(hex=fields["epoch"]) == key.id
    assert fields["origin"] == HERE.origin
    assert fields["instance"] == epoch.instance_id(INSTANCE.public_key())
    assert fields["previous"] == ""


def test_its_signature_is_the_instances(record):
    epoch.check_signature(record, INSTANCE.public_key())
    with pytest.raises(CannotOpen):
        epoch.check_signature(record, Ed25519PrivateKey.generate().public_key())
    with pytest.raises(CannotOpen):
        epoch.check_signature(SignedRecord(record.record + b" ", record.signature), INSTANCE.public_key())


def test_a_recipient_cannot_be_dropped_unseen(record):
    """Without the list bound into the wraps, the others could be told that she never was one."""
    fields = json.loads(record.record)
    fields["recipients"] = [entry for entry in fields["recipients"] if entry["role"] == "officer"]

    with pytest.raises(CannotOpen, match="list of recipients"):
        epoch.open_record(_signed(fields), xwing.pair(keys.FIRST_OFFICER))

    ids = ((entry["role"], bytes.fromhex(entry["key"])) for entry in fields["recipients"])
    fields["recipient_list"] = epoch.list_digest(ids).hex()
    with pytest.raises(CannotOpen):
        epoch.open_record(_signed(fields), xwing.pair(keys.FIRST_OFFICER))


def test_a_recovery_key_cannot_pass_as_an_officer(record):
    fields = json.loads(record.record)
    for entry in fields["recipients"]:
        entry["role"] = "officer"

    with pytest.raises(CannotOpen):
        epoch.open_record(_signed(fields), xwing.pair(keys.FIRST_OFFICER))


def test_two_officers_cannot_be_given_two_keys(key, record):
    """AES-GCM alone would let a dishonest server show each officer another story."""
    fields = json.loads(record.record)
    other = EpochKey(key.id)
    second = xwing.public_bytes(keys.SECOND_OFFICER)
    for entry in fields["recipients"]:
        if entry["key"] == xwing.key_id(second).hex():
            everybody = bytes.fromhex(fields["recipient_list"])
            wrapped = sealing.wrap(other, second, origin=HERE.origin, recipient_list=everybody)
            entry["wrapped"] = b64encode(wrapped).decode()

    assert epoch.open_record(_signed(fields), xwing.pair(keys.FIRST_OFFICER)) == key
    with pytest.raises(CannotOpen, match="another key"):
        epoch.open_record(_signed(fields), xwing.pair(keys.SECOND_OFFICER))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"format": "fk-audit-epoch-v2"}'])
def test_other_bytes_are_no_record(data):
    with pytest.raises(Malformed):
        epoch.read_record(data)
