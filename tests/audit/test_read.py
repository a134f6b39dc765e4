"""Reading back: what was tampered with in the rows is noticed by whoever opens them."""

from uuid import uuid4

import pytest

from audit import opening
from audit.epoch import SignedRecord
from audit.format import Kind
from audit.read import open_entries
from audit.sealing import CannotOpen, EpochKey, Sealed
from tests.audit import keys
from tests.audit.test_epoch import EVERYBODY, HERE, INSTANCE, epoch


@pytest.fixture
def written():
    """An epoch as a process writes it: its record, its own entry and two of ours."""
    key = EpochKey()
    signed = epoch.make_record(key, EVERYBODY, HERE, signed_by=INSTANCE)
    ours = [key.seal(b'{"event":"test.read"}', kind=Kind.EVENT, counter=n, unix_ms=n) for n in (1, 2)]
    return signed, [opening.first_entry(key.id, signed, unix_ms=0), *ours]


def read(signed, sealed):
    return list(open_entries([signed], sealed, keys.FIRST_OFFICER))


def test_what_was_written_is_read(written):
    assert [entry.event for entry in read(*written)] == ["log.epoch_opened", "test.read", "test.read"]


def test_an_entry_that_carries_anothers_payload_is_noticed(written):
    signed, (_, one, two) = written

    with pytest.raises(CannotOpen):
        read(signed, [Sealed(one.header, two.payload)])


def test_a_record_that_is_not_the_one_of_the_log_is_noticed(written):
    signed, sealed = written

    with pytest.raises(CannotOpen, match="not the one the log speaks of"):
        read(SignedRecord(signed.record, bytes(64)), sealed)


def test_an_entry_moved_to_another_epoch_is_noticed(written):
    signed, (_, one, _two) = written
    moved = one.header[:16] + uuid4().bytes + one.header[32:]

    with pytest.raises(CannotOpen, match="no record of epoch"):
        read(signed, [one._replace(header=moved)])
