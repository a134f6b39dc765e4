"""Whoever has the password of one role of the database can do harm, but none that stays for good or hides itself."""

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.errors import LockNotAvailable

from audit import tags
from tests.audit import reading as audit_log
from tests.audit.recording import CASE, record
from tests.audit.test_roles import attempt, attempt_as
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db
REFUSED = r"append-only|begins with a payload|check|no entry of the log says"

TAG_KEY = "INSERT INTO audit_tag_key (period, record, signature, held) SELECT {period}, {record}, decode(repeat('00', 64), 'hex'), {held}"
MONTH = "date_trunc('month', now() AT TIME ZONE 'UTC')::date"
ERASURE = (
    "INSERT INTO audit_erasure (id, what, kind, case_tag, before, epoch_id, counter) VALUES"
    " (gen_random_uuid(), '{what}', NULL, {tag}, {before}, '{epoch}', {counter})"
)


@pytest.fixture
def epoch(db):
    record()
    return audit_log.last().header.epoch


def header(epoch, *, magic="FKA1", kind=1, zeros="000000", ms="1792022400000", counter=100, length=1):
    return (
        f"convert_to('{magic}', 'UTF8') || '\\x{kind:02x}{zeros}'::bytea || int8send({ms}) || uuid_send('{epoch}')"
        f" || int8send({counter}) || int8send({length}) || '\\x{bytes(16).hex()}'::bytea || sha256('x')"
    )


def insert(epoch, *, counter=100, payload="'x'", **said):
    return (
        "INSERT INTO audit_entry (epoch_id, counter, header, payload)"  # noqa: S608 - our own words
        f" VALUES ('{epoch}', {counter}, {header(epoch, counter=counter, **said)}, {payload})"
    )


def test_an_entry_can_be_appended(epoch):
    attempt(insert(epoch))


@pytest.mark.parametrize(
    "spoilt",
    [
        {"magic": "XXXX"},
        {"kind": 0},
        {"kind": 8},
        {"zeros": "000001"},
        {"counter": 1025},
        {"ms": "253402300800000"},
        {"ms": "-1"},
        {"length": 2},
        {"payload": "NULL"},
    ],
)
def test_what_is_no_entry_is_not_appended(epoch, spoilt):
    with pytest.raises(DatabaseError, match=REFUSED):
        attempt(insert(epoch, **spoilt))


@pytest.fixture
def strict(db):
    """As it is where time goes by itself."""
    with beyond_row_security(), connection.cursor() as cursor:
        for table in ("audit_tag_key", "audit_erasure"):
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_not_ahead")


@pytest.mark.parametrize(
    "row",
    [
        {"held": "NULL"},
        {"record": "NULL"},
        {"period": f"({MONTH} + interval '2 months')::date"},
        {"period": "'2040-01-01'"},
    ],
)
def test_no_month_to_come_is_taken_away(strict, row):
    """Else no act about a case could be recorded in it."""
    with pytest.raises(DatabaseError, match=REFUSED):
        attempt(TAG_KEY.format(**{"period": MONTH, "record": "'x'", "held": "'x'"} | row))


def test_a_key_of_this_month_can_be_made(strict):
    attempt_as("NONE", "ALTER TABLE audit_tag_key DISABLE TRIGGER ALL; DELETE FROM audit_tag_key")

    attempt(TAG_KEY.format(period=MONTH, record="'x'", held="'x'"))


@pytest.mark.django_db(transaction=True)
def test_a_month_that_somebody_has_begun_and_does_not_end_holds_up_nobody(empty_log, monkeypatch):
    monkeypatch.setattr(tags, "PATIENCE", "SET LOCAL lock_timeout = '50ms'")
    tags.forget()
    rival = connection.copy()
    rival.ensure_connection()
    try:
        rival.connection.autocommit = False
        rival.connection.execute(TAG_KEY.format(period="'2026-10-01'", record="'x'", held="'x'"))

        with pytest.raises(LockNotAvailable), transaction.atomic():
            tags.tag_of(CASE, 1_792_022_400_000)
    finally:
        rival.connection.rollback()
        rival.close()


def declared(epoch, *, kind=5, what="payloads", tag="NULL", before="'2025-01-01'", ms="1792022400000", counter=900):
    """As the role of retention: the entry, and what it is to allow."""
    attempt_as("fk_retention", insert(epoch, kind=kind, ms=ms, counter=counter))
    attempt_as("fk_retention", ERASURE.format(what=what, tag=tag, before=before, epoch=epoch, counter=counter))


TAG = "decode(repeat('01', 16), 'hex')"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"before": "'2025-01-01 23:00Z'"},  # years begin at another moment in each time zone
        {"what": "epochs"},
        {"what": "tag_keys", "kind": 4},
        {"tag": TAG, "before": "'2026-10-14'"},
    ],
)
def test_what_an_entry_says_can_be_erased(strict, epoch, said):
    declared(epoch, **said)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": 1},
        {"kind": 4},
        {"what": "tag_keys"},
        {"before": "'9999-01-01'"},
        {"before": "'2025-01-03'"},
        {"before": "'2026-10-14'"},
        {"tag": TAG, "before": "'2026-10-16'"},  # newer than the entry
        {"tag": TAG, "what": "epochs", "before": "'2026-10-14'"},
        {"tag": TAG, "before": "'2190-01-01'", "ms": "32503680000000"},  # an entry that is ahead of its time
    ],
)
def test_nothing_else_can(strict, epoch, said):
    """One password is not enough to empty all that was written and will be."""
    with pytest.raises(DatabaseError, match=REFUSED):
        declared(epoch, **said)
