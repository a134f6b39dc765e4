"""Notices: one's own only, in sentences that give nothing away."""

import pytest
from django.test import Client
from django.urls import reverse

from fallkonferenz.access.recipients import WHO
from fallkonferenz.actions import admissions, notices
from fallkonferenz.actions.notices import OTHERWISE, SENTENCES
from fallkonferenz.cases.words import State
from fallkonferenz.outbox.models import Message, Notice
from tests.support import beyond_row_security


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


def notice(person, case, kind="case.assess"):
    with beyond_row_security():
        message = Message.objects.create(kind=kind, case=case.pk)
        return Notice.objects.create(message=message, person=person)


def test_a_notice_says_what_happened_and_leads_to_the_case(case, cast, opens):
    told = notice(cast.police, case)

    page = opens(cast.police, "notice-list").content.decode()

    assert str(SENTENCES["case.assess"]) in page
    assert reverse("notice-read", args=[told.pk]) in page
    assert str(case) in page


def test_a_notice_is_for_one_person(case, cast, opens, sends):
    told = notice(cast.police, case)

    assert str(case) not in opens(cast.biss, "notice-list").content.decode()
    assert sends(cast.biss, "notice-read", told.pk).status_code == 404


def test_reading_it_opens_the_case(case, cast, opens, sends):
    told = notice(cast.police, case)

    answer = sends(cast.police, "notice-read", told.pk)

    assert answer.url == reverse("case-read", args=[case.pk])
    with beyond_row_security():
        assert Notice.objects.get(pk=told.pk).read_at
    assert answer.url in opens(cast.police, "notice-list").content.decode()


def test_when_the_case_is_gone_only_the_sentence_is_left(case, cast, opens, sends):
    told = notice(cast.police, case)
    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    page = opens(cast.police, "notice-list").content.decode()

    assert case.code not in page.replace("-", "")
    assert str(case) not in page
    assert sends(cast.police, "notice-read", told.pk).url == reverse("notice-list")


def test_everything_that_is_told_has_its_sentence():
    assert set(WHO) == set(SENTENCES)


def test_what_has_no_sentence_is_told_neutrally(case, cast, opens):
    notice(cast.police, case, kind="something.else")

    assert str(OTHERWISE) in opens(cast.police, "notice-list").content.decode()


def test_the_list_costs_as_many_queries_with_many_notices(case, cast, opens, django_assert_max_num_queries):
    notice(cast.police, case)
    opens(cast.police, "notice-list")
    with django_assert_max_num_queries(40) as one:
        opens(cast.police, "notice-list")
    for _each in range(5):
        notice(cast.police, case)

    with django_assert_max_num_queries(len(one.captured_queries)):
        opens(cast.police, "notice-list")


@pytest.mark.parametrize("role", ["coordinator", "officer", "administrator"])
def test_who_has_no_cases_has_no_notices(cast, opens, role):
    assert opens(getattr(cast, role), "notice-list").status_code == 403


def test_notices_of_one_case_stand_together_and_one_button_reads_them_all(case, cast, given, opens, sends):
    other = given.case(at=State.ASSESSED)
    with beyond_row_security():
        Notice.objects.filter(person=cast.police).delete()
    first, between, last = (notice(cast.police, each) for each in (case, other, case))

    groups = opens(cast.police, "notice-list").context["groups"]
    assert [[line.notice.pk for line in group.lines] for group in groups] == [[last.pk, first.pk], [between.pk]]
    sends(cast.police, "notice-read", last.pk)

    with beyond_row_security():
        unread = Notice.objects.filter(person=cast.police, read_at=None)
        assert [each.pk for each in unread] == [between.pk]


def test_every_notice_can_be_reached_page_by_page(case, cast, opens, monkeypatch):
    monkeypatch.setattr(notices, "PAGE", 2)
    with beyond_row_security():
        Notice.objects.filter(person=cast.police).delete()
    told = [notice(cast.police, case).pk for _number in range(5)]

    assert walked(opens(cast.police, "notice-list"), cast.police) == told[::-1]


def walked(page, person) -> list:
    """The notices of this page and of all behind it."""
    client, found = Client(), []
    client.force_login(person)
    while True:
        found += [line.notice.pk for group in page.context["groups"] for line in group.lines]
        if not page.context["next"]:
            return found
        page = client.get(page.context["next"])
