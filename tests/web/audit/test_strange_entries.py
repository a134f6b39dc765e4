"""Entries that say nothing any more, or something nobody of this version wrote: every page of the officers still answers."""

from uuid import uuid4

import pytest
from django.urls import reverse

from audit import events, xwing
from audit.format import NO_CASE_TAG, Header, Kind
from audit.models import Entry
from audit.read import Opened
from fallkonferenz import clock
from fallkonferenz.web.audit import asking, entry
from tests.audit import keys
from tests.officers import with_open_log
from tests.support import beyond_row_security
from tests.web.audit.past import days_ago, noted, writing

pytestmark = pytest.mark.django_db(transaction=True)

SPAN = {"since": "2020-01-01", "until": "2030-01-01"}


def this_month() -> str:
    return f"{clock.today():%Y-%m}"


def officers_of(page) -> dict[str, int]:
    return dict(page.context["report"].officers.rows)


@pytest.fixture
def asked(officer, cast):
    """An officer has looked at findings; somebody has been refused."""
    with writing():
        noted("access.denied", days_ago(0), cast.school, outcome="denied", details={"what": "case-read"})
    officer.get(reverse("audit-findings"))
    return officer


def test_what_an_officer_did_before_another_came_is_not_counted_for_the_newcomer(asked, client, cast, as_superuser):
    key = xwing.public_bytes(keys.STRANGER)
    as_superuser(keys.INSERT, xwing.key_id(key), "officer", "Third officer", key)
    newcomer = with_open_log(client, cast.officer, seed=keys.STRANGER)

    page = newcomer.get(reverse("audit-report", query={"month": this_month()}))

    assert page.status_code == 200
    assert officers_of(page) == {}
    assert page.context["report"].review.tally.unreadable > 0


def test_nor_what_was_erased(asked, as_superuser):
    as_superuser("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
    as_superuser("UPDATE audit_entry SET payload = NULL")

    page = asked.get(reverse("audit-report", query={"month": this_month()}))

    assert page.status_code == 200
    assert officers_of(page) == {}
    assert page.context["report"].review.tally.erased > 0


def test_an_event_of_a_later_version_is_counted_under_its_name(asked, monkeypatch):
    monkeypatch.delitem(events._events, "log.findings")

    page = asked.get(reverse("audit-report", query={"month": this_month()}))

    assert officers_of(page)["log.findings"] == 1


# What the holder of an instance's key can write ---------------------------------------------------

ODD = ([], {}, 2**70, -1, True, "", "\x00", "x" * 3000, ["a", 1], {"cases": [{}], "keys": 7, "key": []})
AFTER_ALL_TIME = 2**63
FIELDS = ("actor", "institution", "case", "role", "operation", "outcome", "purpose", "object", "details")
PAGES = ("audit-timeline", "audit-findings", "audit-sample", "audit-report", "audit-person", "audit-case")


def strange(unix_ms: int, kind: Kind = Kind.EVENT, **fields: object) -> Opened:
    header = Header(kind, unix_ms, uuid4(), 1, 0, NO_CASE_TAG, bytes(32))
    return Opened(header, {"event": "case.read", **fields}, 1)


@pytest.fixture
def written(monkeypatch):
    """Answers whatever is asked of the log in its time."""
    this_morning = int(days_ago(0, 0).timestamp() * 1000)
    entries = [
        strange(this_morning, kind, **fields)
        for kind in (Kind.EVENT, Kind.OFFICER_ACCESS)
        for odd in ODD
        for fields in (dict.fromkeys(FIELDS, odd), *({name: odd} for name in FIELDS))
    ]

    def answers(source, seed, question, tally=None):
        since, until = question.span_ms
        return (each for each in entries if since <= each.header.unix_ms < until)

    for asker in (asking, entry):
        monkeypatch.setattr(asker, "answers", answers)
    return entries


@pytest.mark.parametrize("name", PAGES)
def test_no_field_of_an_entry_brings_a_page_down(officer, written, cast, given, name):
    asked = {"case": given.flagged().pk, "actor": cast.police.pk, "month": this_month(), **SPAN}
    if name == "audit-timeline":
        del asked["case"], asked["actor"]

    page = officer.get(reverse(name, query=asked))

    assert page.status_code == 200


def test_nor_the_page_of_the_entry_itself(officer, written, given):
    given.flagged()
    with beyond_row_security():
        there = Entry.objects.first()

    for each in [*written, strange(AFTER_ALL_TIME)]:
        written[:] = [each]
        assert officer.get(reverse("audit-entry", args=[there.epoch_id, there.counter])).status_code == 200
