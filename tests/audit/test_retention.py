"""What is past its time is erased, said in the log, and nothing else is; killed in the middle, it goes on."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from audit import erasing, instance, levels, log, retention, tags
from audit.erasing import What
from audit.format import Header
from audit.retention import NotAllowed
from tests.audit import reading as audit_log
from tests.audit.recording import ACCESS, CASE, record
from tests.audit.victim import sequence

committed = pytest.mark.django_db(transaction=True)

IN_OCTOBER = 1_792_022_400_000  # 2026-10-14: before the database's own clock
LATER = "2027-12-31T12:00Z"  # entries of 2026 are kept to the end of this year


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """For a sequencer, which is not there in these tests."""
    monkeypatch.setattr(levels, "wait_from_now_on", lambda: None)


def in_year(year):
    return time_machine.travel(datetime(year, 1, 2, 12, tzinfo=UTC), tick=False)


@contextmanager
def as_retention():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fk_retention")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE fk_web")


def written_now(*, event="test.read", **given):
    with transaction.atomic():
        record(event, **given)


def erase(erasures=None):
    with as_retention():
        return {done.erasure.what: done.count for done in retention.run(erasures or retention.routine(timezone.now()))}


def stored(columns, table="audit_entry", more=""):
    with audit_log.as_reader() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} {more}")
        return cursor.fetchall()


def kinds_left():
    return sorted(
        Header.unpack(bytes(header)).kind.name for (header,) in stored("header", more="WHERE payload IS NOT NULL")
    )


def said():
    """The erasures that the log speaks of, each seen to be signed."""
    public = instance.load(audit_instance_key()).public_key()
    payloads = [
        (Header.unpack(bytes(header)).kind, bytes(payload))
        for header, payload in stored(
            "header, payload", more="WHERE get_byte(header, 4) IN (4, 5) ORDER BY at, counter"
        )
    ]
    found = [(kind, erasing.checked(payload, [public]).erasure) for kind, payload in payloads]
    assert all(kind is erasure.header_kind for kind, erasure in found)
    return [erasure for _, erasure in found]


def audit_instance_key():
    return settings.AUDIT_INSTANCE_KEY_FILE


# What is due --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "kept_from"),
    [
        ("2027-12-31T22:59Z", "2026-01-01T00:00+01:00"),
        ("2027-12-31T23:00Z", "2027-01-01T00:00+01:00"),  # the year ends in Berlin
        ("2028-02-29T12:00Z", "2027-01-01T00:00+01:00"),
    ],
)
def test_an_entry_is_kept_to_the_end_of_the_year_after_its_own(now, kept_from):
    found = retention.cutoffs(datetime.fromisoformat(now))

    assert set(found.values()) == {datetime.fromisoformat(kept_from)}
    assert found.keys() == set(erasing.ERASABLE)


@pytest.mark.parametrize("years", [{}, {"event": 1}, {"event": 0, "officer_access": 1}, {"event": 1, "reads": 1}])
def test_a_setting_that_forgets_a_kind_or_keeps_less_than_a_year_is_refused(settings, years):
    settings.AUDIT_RETENTION = years

    with pytest.raises(NotAllowed):
        retention.cutoffs(timezone.now())


# The routine --------------------------------------------------------------------------------------


@committed
def test_what_is_past_its_time_goes_and_its_keys_after_it():
    written_now(case=CASE)
    written_now(event=ACCESS.name)
    log.forget_epoch()

    with in_year(2028):
        assert erase() == {What.PAYLOADS: 1, What.EPOCHS: 1}
    assert kinds_left() == ["EPOCH_OPEN", "EPOCH_OPEN", "ERASURE", "ERASURE", "ERASURE"]
    assert [record is None for (record,) in stored("record", "audit_epoch", "ORDER BY at")] == [True, False]
    assert [erasure.what for erasure in said()] == [What.PAYLOADS, What.PAYLOADS, What.EPOCHS]
    assert {(erasure.ground, erasure.approved_by) for erasure in said()} == {(retention.LAW, ("schedule",))}


@committed
def test_what_is_not_past_its_time_stays_and_nothing_is_said():
    written_now(case=CASE)

    with time_machine.travel(LATER, tick=False):
        assert erase() == {}
    assert kinds_left() == ["EPOCH_OPEN", "EVENT"]
    assert said() == []


@committed
def test_officers_accesses_may_be_kept_longer(settings):
    settings.AUDIT_RETENTION = {"event": 1, "officer_access": 2}
    written_now()
    written_now(event=ACCESS.name)
    log.forget_epoch()

    with in_year(2028):
        assert erase() == {What.PAYLOADS: 1}
    assert kinds_left() == ["EPOCH_OPEN", "EPOCH_OPEN", "ERASURE", "OFFICER_ACCESS"]
    with in_year(2029):
        erase()
    assert "OFFICER_ACCESS" not in kinds_left()


@committed
def test_a_second_run_finds_nothing_to_do():
    written_now()
    log.forget_epoch()

    with in_year(2028):
        erase()
        assert erase() == {}
    assert len(said()) == 2


@committed
def test_the_writers_copy_of_a_past_months_key_goes_and_the_officers_stays():
    tags.tag_of(CASE, IN_OCTOBER)
    written_now(case=CASE)

    assert erase() == {What.HELD_TAG_KEYS: 1}
    assert [
        (held is None, record is None) for held, record in stored("held, record", "audit_tag_key", "ORDER BY period")
    ] == [
        (True, False),
        (False, False),
    ]


@committed
def test_a_months_key_goes_for_good_when_its_entries_did():
    tags.tag_of(CASE, IN_OCTOBER)
    erase()

    with in_year(2028):
        erase()
    assert [erasure.what for erasure in said()] == [What.HELD_TAG_KEYS, What.EPOCHS, What.TAG_KEYS]
    assert stored("held, record", "audit_tag_key WHERE period < date_trunc('month', now())") == [(None, None)]


@committed
def test_a_run_that_was_killed_goes_on_with_the_entry_it_has(monkeypatch):
    for _ in range(3):
        written_now()
        log.forget_epoch()
    monkeypatch.setattr("audit.statements.EPOCHS_AT_ONCE", 1)
    done = []

    def killed_after_the_first(*given):
        if done:
            raise KeyboardInterrupt
        done.append(piece(*given))
        return done[0]

    piece = retention._piece
    monkeypatch.setattr(retention, "_piece", killed_after_the_first)
    with in_year(2028), pytest.raises(KeyboardInterrupt):
        erase()
    monkeypatch.setattr(retention, "_piece", piece)
    assert kinds_left().count("EVENT") == 2
    sequence()
    with in_year(2028):
        assert erase() == {What.PAYLOADS: 2, What.EPOCHS: 3}
    assert [erasure.what for erasure in said()] == [What.PAYLOADS, What.EPOCHS]
