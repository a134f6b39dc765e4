"""Whoever holds the instance's key can sign anything: the checker still ends with a sentence."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import closing, erasing, restoring, tagkeys, verify
from audit.epoch import SIGNED_AS
from audit.erasing import Erasure, What
from audit.format import Kind
from audit.source import StoredEpoch, StoredTagKey
from tests.audit import made

SIGNATURE_BYTES = 64
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.sampled_from(["", "9999-12"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def changed(text, data):
    """JSON with one field that is something else, or gone, or one more."""
    fields = json.loads(text)
    name = data.draw(st.sampled_from([*fields, "more"]))
    if data.draw(st.booleans()):
        fields[name] = data.draw(anything)
    else:
        fields.pop(name, None)
    return json.dumps(fields).encode()


def checked(log):
    """No exception is all that is asked for."""
    log.kept = []
    log.sign(witnessed=True)
    assert isinstance(verify.sentences(verify.check(log, made.trusted())), list)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_record_of_an_epoch_that_says_anything(data):
    log = made.ordinary(6, epochs=1)
    ((epoch, stored),) = log.epochs.items()
    record = changed(stored.record, data)
    log.epochs[epoch] = StoredEpoch(record, made.INSTANCE.sign(SIGNED_AS + record))

    checked(log)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_record_of_a_tag_key_that_says_anything(data):
    log = made.ordinary(6, epochs=1)
    log.tag_key("2023-11")
    record = changed(log.tags[0].record, data)
    period = data.draw(st.sampled_from(["2023-11", "9999-12", "", "x" * 50]))
    kept = data.draw(st.sampled_from([record, None]))
    log.tags = [StoredTagKey(period, kept, made.INSTANCE.sign(tagkeys.SIGNED_AS + record))]
    erasure = Erasure(What.TAG_KEYS, log.clock_ms, "due", "§ 76 BDSG", ("one", "two"))
    log.place(log.open_epoch(), Kind.KEY_DESTROYED, erasing.write(erasure, signed_by=made.INSTANCE))

    checked(log)


def close(log):
    at = log.close(log.open_epoch())
    return log.entries.pop(at).payload


def erase(log):
    erasure = Erasure(What.PAYLOADS, log.clock_ms, "due", "§ 76 BDSG", ("one", "two"), kind=Kind.EVENT)
    return erasing.write(erasure, signed_by=made.INSTANCE)


def restore(log):
    log.origin = f"{made.ORIGIN}/2"
    at = made.restored(log, from_size=2, lost_to_size=4)
    log.origin = made.ORIGIN
    return log.entries.pop(at).payload


@pytest.mark.parametrize(
    ("kind", "make", "signed_as"),
    [
        (Kind.EPOCH_CLOSE, close, closing.SIGNED_AS),
        (Kind.ERASURE, erase, erasing.SIGNED_AS),
        (Kind.KEY_DESTROYED, erase, erasing.SIGNED_AS),
        (Kind.RESTORE, restore, restoring.SIGNED_AS),
    ],
)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_an_entry_that_says_anything(kind, make, signed_as, data):
    log = made.ordinary(6, epochs=1)
    text = changed(make(log)[:-SIGNATURE_BYTES], data)
    log.place(log.open_epoch(), kind, text + made.INSTANCE.sign(signed_as + text))

    checked(log)
