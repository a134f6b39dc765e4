"""Case tags in a process: how processes share the key of a month, and what happens when it cannot be had."""

import threading
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction

from audit import tagkeys, tags
from audit.epoch import SignedRecord
from audit.format import NO_CASE_TAG
from audit.log import AuditUnavailable
from audit.tagkeys import NoTagKey
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.audit.recording import CASE, record
from tests.audit.test_current import in_a_child
from tests.support import beyond_row_security

NOVEMBER, DECEMBER = "2026-11", "2026-12"
IN_1970 = 1
LAST_MS_OF_NOVEMBER = 1_796_083_199_999  # 2026-11-30 23:59:59.999 UTC


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


@pytest.mark.django_db(transaction=True)
def test_an_idle_process_forgets_the_key_of_a_month_that_is_over():
    with time_machine.travel(LAST_MS_OF_NOVEMBER / 1000, tick=False), transaction.atomic():
        record(case=CASE)

    tags.forget_what_is_over(LAST_MS_OF_NOVEMBER)
    assert tags._current[2] == stored_keys()[NOVEMBER].secret

    tags.forget_what_is_over(LAST_MS_OF_NOVEMBER + 1)
    assert tags._current[2] == b""
