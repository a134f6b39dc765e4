"""Case tags and the keys of months: what they let officers skip, what they let nobody else see."""

import contextlib
import json
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit import tagkeys
from audit.epoch import Recipient, Role, SignedRecord
from audit.format import NO_CASE_TAG, Header, Kind, Malformed
from audit.sealing import CannotOpen
from audit.tagkeys import NoTagKey, TagKey
from audit.xwing import public_bytes
from tests.audit import keys
from tests.audit.recording import CASE

NOVEMBER, DECEMBER = "2026-11", "2026-12"
IN_1970 = 1
LAST_MS_OF_NOVEMBER = 1_796_083_199_999  # 2026-11-30 23:59:59.999 UTC


def header(unix_ms=LAST_MS_OF_NOVEMBER, case_tag=NO_CASE_TAG):
    return Header(Kind.EVENT, unix_ms, uuid4(), 1, 272, case_tag, bytes(32))


def signed_record(key, signed_by=None, of=(keys.FIRST_OFFICER, keys.SECOND_OFFICER)):
    recipients = [Recipient(Role.OFFICER, public_bytes(seed)) for seed in of]
    instance = signed_by or Ed25519PrivateKey.generate()
    return tagkeys.make_record(key, recipients, origin="log.example", made_ms=1, signed_by=instance)


# The tag -----------------------------------------------------------------------------------------


def test_a_tag_is_the_same_for_one_case_in_one_month_and_another_otherwise():
    one, other = TagKey(NOVEMBER), TagKey(DECEMBER)

    assert one.tag(CASE) == one.tag(CASE) == tagkeys.tag_for(CASE, one.secret)
    assert len({one.tag(CASE), one.tag(uuid4()), other.tag(CASE), NO_CASE_TAG}) == 4


def test_a_tag_as_the_format_says_it():
    """Known answer: HMAC-SHA256 of the sixteen bytes of the UUID, cut to sixteen."""
    assert tagkeys.tag_for(CASE, bytes(range(32))).hex() == "b6478ba0a0a646f65db191994c473294"


@pytest.mark.parametrize(
    ("unix_ms", "period"), [(LAST_MS_OF_NOVEMBER, NOVEMBER), (LAST_MS_OF_NOVEMBER + 1, DECEMBER), (0, "1970-01")]
)
def test_months_are_those_of_utc_and_have_no_gap(unix_ms, period):
    start, end = tagkeys.bounds(period)

    assert tagkeys.period_of(unix_ms) == tagkeys.period_of(start) == tagkeys.period_of(end - 1) == period
    assert tagkeys.period_of(end) != period
    assert tagkeys.bounds(tagkeys.period_of(end))[0] == end


def test_what_an_officer_need_not_open():
    known = {NOVEMBER: (key := TagKey(NOVEMBER))}

    assert tagkeys.may_be_about(header(case_tag=key.tag(CASE)), CASE, known)
    assert not tagkeys.may_be_about(header(case_tag=key.tag(uuid4())), CASE, known)
    assert tagkeys.may_be_about(header(), CASE, known)  # a list names its cases in what is sealed
    assert tagkeys.may_be_about(header(LAST_MS_OF_NOVEMBER + 1, bytes(15) + b"x"), CASE, known)


def test_a_tag_that_says_something_else_than_the_sealed_text_is_seen():
    known = {NOVEMBER: (key := TagKey(NOVEMBER))}

    assert tagkeys.fits(header(case_tag=key.tag(CASE)), CASE, known)
    assert tagkeys.fits(header(), None, known)
    assert tagkeys.fits(header(), CASE, known)  # of a log older than its tags; it hides nothing
    assert not tagkeys.fits(header(case_tag=key.tag(uuid4())), CASE, known)
    assert not tagkeys.fits(header(case_tag=key.tag(CASE)), None, known)


# The record --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [keys.FIRST_OFFICER, keys.SECOND_OFFICER])
def test_each_officer_opens_the_key_of_the_month(seed):
    key = TagKey(NOVEMBER)

    assert tagkeys.open_record(signed_record(key), seed) == key


def test_nobody_else_opens_it():
    with pytest.raises(CannotOpen):
        tagkeys.open_record(signed_record(TagKey(NOVEMBER)), keys.STRANGER)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ((b"2026-11", b"2026-12"), CannotOpen),
        ((b"log.example", b"log.exampel"), CannotOpen),
        ((b'"officer"', b'"recovery"'), CannotOpen),
        ((b'"commitment":"', b'"commitment":"0'), CannotOpen),
        ((b'"recipient_list"', b'"recipient_lisp"'), Malformed),
        ((b"fk-audit-tag-key-v1", b"fk-audit-tag-key-v2"), Malformed),
        ((b"{", b""), Malformed),
        ((b"{", b"[" * 100_000), Malformed),
    ],
)
def test_a_changed_record_does_not_open_nor_pass_for_signed(change, seen):
    instance = Ed25519PrivateKey.generate()
    signed = signed_record(TagKey(NOVEMBER), signed_by=instance)
    changed = SignedRecord(signed.record.replace(*change, 1), signed.signature)

    tagkeys.check_signature(signed, instance.public_key())
    with pytest.raises(CannotOpen, match="not signed"):
        tagkeys.check_signature(changed, instance.public_key())
    with pytest.raises(seen):
        tagkeys.open_record(changed, keys.FIRST_OFFICER)


LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
RECIPIENT = st.dictionaries(st.sampled_from(["role", "key", "wrapped"]), LEAF | st.lists(LEAF, max_size=2))
ANYTHING = LEAF | RECIPIENT | st.lists(LEAF | RECIPIENT, max_size=3)
GOOD = json.loads(signed_record(TagKey(NOVEMBER)).record)


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), ANYTHING, min_size=1))
def test_a_record_of_anything_is_refused_in_words(changes):
    record = json.dumps(GOOD | changes).encode()

    with contextlib.suppress(CannotOpen, Malformed):
        assert tagkeys.open_record(SignedRecord(record, bytes(64)), keys.FIRST_OFFICER)


# The copy the writers hold -----------------------------------------------------------------------


def test_the_held_copy_opens_with_the_file_for_its_month_alone():
    key, under = TagKey(NOVEMBER), bytes(range(32))
    data = tagkeys.hold(key, under)

    assert len(data) == 60
    assert tagkeys.held(NOVEMBER, data, under) == key
    for period, stored, with_key in (
        (DECEMBER, data, under),
        (NOVEMBER, data[:-1], under),
        (NOVEMBER, data, bytes(32)),
    ):
        with pytest.raises(NoTagKey):
            tagkeys.held(period, stored, with_key)


def test_the_file_is_closed_and_never_written_over(tmp_path):
    path = tmp_path / "tag.key"
    tagkeys.new_key_file(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert len(tagkeys.load(str(path))) == 32
    with pytest.raises(FileExistsError):
        tagkeys.new_key_file(path)


@pytest.mark.parametrize("content", [None, b"", b"no base64!", b"c2hvcnQ="])
def test_a_file_that_holds_no_key_is_refused(tmp_path, content):
    path = tmp_path / "tag.key"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(NoTagKey):
        tagkeys.load(str(path))
