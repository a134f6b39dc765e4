"""What happened, by time: in plain sentences, with names and codes and nothing of any case."""

import re
from argparse import ArgumentParser
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit import asked, events, xwing
from audit.format import Kind
from audit.question import Question
from fallkonferenz import clock
from fallkonferenz.actions import reading
from fallkonferenz.web.audit import asking
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.officers import with_open_log
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db(transaction=True)

ENTRY = re.compile(r'href="(/log/entries/[^"]+)"')


@pytest.fixture
def timeline(officer):
    def shown(**query):
        return officer.get(reverse("audit-timeline", query=query))

    return shown


def said(event):
    return str(events.get(event).sentence)


def main(page) -> str:
    text = page.content.decode()
    return text[text.index("<table") :] if "<table" in text else ""


def test_the_newest_entries_stand_first_in_words(timeline, given, cast):
    case = given.case()

    text = main(timeline())

    assert case.code in text
    assert text.index(said("admission.admit")) < text.index(said("case.flag"))
    assert cast.case_manager.name in text
    assert cast.biss.institution.name in text


def test_the_question_is_an_entry_of_the_officers_own_kind(timeline, cast):
    timeline(actor=str(cast.police.pk))

    entry = audit_log.last("log.timeline")
    assert entry.header.kind == 7
    assert entry.fields["details"]["question"]["actor"] == str(cast.police.pk)


def test_it_is_narrowed_by_who_where_what_which_case_and_how_it_ended(timeline, given, cast):
    case, other = given.case(), given.flagged()
    reading.case_file(case, by=cast.police)

    assert set(ENTRY.findall(main(timeline(actor=str(cast.police.pk))))) < set(ENTRY.findall(main(timeline())))
    assert other.code not in main(timeline(case=str(case.pk)))
    assert case.code in main(timeline(institution=cast.police.institution_id, event="case.read"))
    assert said("case.flag") not in main(timeline(event="case.read"))
    assert said("case.flag") not in main(timeline(outcome="denied"))


def test_a_case_is_looked_up_by_its_code_which_stands_in_no_address(officer, given):
    case = given.case()
    since = clock.today() - timedelta(days=1)

    answer = officer.post(reverse("audit-timeline"), {"since": since, "until": clock.today(), "code": case.code})

    assert answer.status_code == 302
    assert case.code not in answer["Location"]
    assert str(case.pk) in answer["Location"]
    assert case.code in officer.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "typed", [{"code": "ABC"}, {"code": "0000000000"}, {"since": "2026-11-02", "until": "2026-11-01"}]
)
def test_what_does_not_fit_is_said_beside_the_field(officer, typed):
    usual = {"since": "2026-11-01", "until": "2026-11-02"}

    page = officer.post(reverse("audit-timeline"), {**usual, **typed})

    assert page.status_code == 422
    assert "kern-error" in page.content.decode() or "fk-errors" in page.content.decode()


@pytest.mark.parametrize("query", [{"actor": "nobody"}, {"since": "x"}, {"event": "no.event"}, {"institution": "-1"}])
def test_an_address_that_asks_for_nothing_there_is_finds_nothing(timeline, query):
    assert timeline(**query).status_code == 422


def test_pages_follow_each_other_without_a_gap(timeline, given, officer, monkeypatch):
    given.case(at="measures")
    whole = ENTRY.findall(main(timeline()))
    monkeypatch.setitem(asking.newest.__kwdefaults__, "size", 3)
    shown, url = [], reverse("audit-timeline")
    while url:
        page = officer.get(url)
        assert 0 < len(ENTRY.findall(main(page))) <= 3
        shown, url = [*shown, *ENTRY.findall(main(page))], page.context["older"]

    assert len(shown) == len(set(shown)) > 9
    assert [each for each in shown if each in whole] == whole


def test_a_question_over_too_many_entries_names_the_command_for_the_offline_reader(timeline, given, monkeypatch, cast):
    given.case()
    monkeypatch.setitem(asking.newest.__kwdefaults__, "most", 1)

    page = timeline(actor=str(cast.police.pk))

    assert page.status_code == 409
    assert asking.command_for(page.context["form"].question) in page.content.decode()


def test_the_command_asks_the_same(cast):
    question = Question(
        since=timezone.make_aware(datetime(2026, 11, 1)),
        until=timezone.make_aware(datetime(2026, 12, 1)),
        actor=cast.police.pk,
        institution=7,
        event="case.read",
        kind=Kind.EVENT,
        outcome="ok",
    )
    parser = ArgumentParser()
    asked.add_filters(parser)

    _program, _space, words = asking.command_for(question).partition(" --out FILE ")

    assert asked.question(parser.parse_args(words.split())) == question


def test_an_erased_case_is_named_no_more(timeline, given):
    case = given.flagged()
    with beyond_row_security():
        type(case).objects.filter(pk=case.pk).update(code="0" * 10)

    assert case.code not in main(timeline())


def test_entries_sealed_for_others_are_counted_not_passed_over(client, cast, given):
    given.flagged()
    public = xwing.public_bytes(keys.STRANGER)
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(keys.INSERT, [xwing.key_id(public), "officer", "Late officer", public])
    late = with_open_log(client, cast.officer, keys.STRANGER)

    text = late.get(reverse("audit-timeline")).content.decode()

    assert "Einige Einträge lassen sich nicht öffnen" in text
