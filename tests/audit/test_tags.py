"""Case tags: what they let officers skip, what they let nobody else see, and how processes share the key of a month."""

import contextlib
import json
import threading
from uuid import uuid4

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit import tagkeys, tags
from audit.epoch import Recipient, Role, SignedRecord
from audit.format import NO_CASE_TAG, Header, Kind, Malformed
from audit.log import AuditUnavailable
from audit.sealing import CannotOpen
from audit.tagkeys import NoTagKey, TagKey
from audit.xwing import public_bytes
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.audit.conftest import CASE, record
from tests.audit.test_current import in_a_child
from tests.support import beyond_row_security

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


# In the process ----------------------------------------------------------------------------------


def stored_keys():
    with audit_log.as_reader() as cursor:
        cursor.execute("SELECT record, signature FROM audit_tag_key ORDER BY period")
        signed = [SignedRecord(bytes(record), bytes(signature)) for record, signature in cursor.fetchall()]
    opened = [tagkeys.open_record(one, keys.SECOND_OFFICER) for one in signed]
    return {key.period: key for key in opened}


@pytest.mark.django_db(transaction=True)
def test_an_officer_finds_the_entries_of_a_case_by_their_tags():
    with transaction.atomic():
        record(case=CASE)
        record(case=uuid4())
        record()

    by_month = stored_keys()
    found = [
        entry
        for entry in audit_log.entries()
        if entry.header.case_tag == by_month[tagkeys.period_of(entry.header.unix_ms)].tag(CASE)
    ]
    assert [entry.fields.get("case") for entry in found] == [str(CASE)]
    assert audit_log.last().header.case_tag == NO_CASE_TAG


@pytest.mark.django_db(transaction=True)
def test_a_new_month_has_a_key_of_its_own():
    with time_machine.travel("2026-11-30T23:59:59.999Z", tick=False), transaction.atomic():
        record(case=CASE)
    with time_machine.travel("2026-12-01T00:00:00Z", tick=False), transaction.atomic():
        record(case=CASE)

    stored = stored_keys()
    assert [entry.header.case_tag for entry in audit_log.entries()] == [
        stored[NOVEMBER].tag(CASE),
        stored[DECEMBER].tag(CASE),
    ]


@pytest.mark.django_db(transaction=True)
def test_processes_that_race_for_a_month_agree_on_one_key(monkeypatch):
    at_once, results = threading.Barrier(4), []
    made = tags._made

    def all_at_once(*given):
        at_once.wait(timeout=10)
        return made(*given)

    monkeypatch.setattr(tags, "_made", all_at_once)

    def race():
        results.append(tags._learn(LAST_MS_OF_NOVEMBER))
        connection.close()

    racers = [threading.Thread(target=race) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert results == [stored_keys()[NOVEMBER].secret] * 4


@pytest.mark.django_db(transaction=True)
def test_a_second_process_takes_the_key_that_is_held():
    first = tags.tag_of(CASE, LAST_MS_OF_NOVEMBER)
    tags.forget()

    assert tags.tag_of(CASE, LAST_MS_OF_NOVEMBER) == first


@pytest.mark.django_db(transaction=True)
def test_the_key_is_asked_for_once(monkeypatch):
    tags.tag_of(CASE, LAST_MS_OF_NOVEMBER)
    monkeypatch.setattr(tags, "_learn", lambda unix_ms: pytest.fail("it was known"))

    tags.tag_of(uuid4(), LAST_MS_OF_NOVEMBER)
    tags.tag_of(None, LAST_MS_OF_NOVEMBER + 1)


@pytest.mark.django_db(transaction=True)
def test_a_forked_child_goes_on_with_the_key_of_the_month():
    first = tags.tag_of(CASE, LAST_MS_OF_NOVEMBER)

    assert in_a_child(lambda: tags.tag_of(CASE, LAST_MS_OF_NOVEMBER) == first)


@pytest.mark.django_db(transaction=True)
def test_without_the_file_no_act_with_a_case_is_recorded_and_no_counter_is_lost(settings):
    with transaction.atomic():
        record()
    settings.AUDIT_TAG_KEY_FILE = "/nowhere/tag.key"

    with pytest.raises(AuditUnavailable, match=r"case tags"), transaction.atomic():
        record(case=CASE)
    with transaction.atomic():
        record()
    assert [entry.header.counter for entry in audit_log.entries()] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_under_a_clock_set_back_into_a_month_that_is_over_nothing_is_recorded():
    tags.tag_of(CASE, IN_1970)
    tags.forget()
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("SET ROLE audit_retention; UPDATE audit_tag_key SET held = NULL")

    with pytest.raises(NoTagKey, match="clock"):
        tags.tag_of(CASE, IN_1970)
