"""Who has seen a case, and what an account has done."""

import pytest
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.actions import reading
from tests.audit import reading as audit_log

pytestmark = pytest.mark.django_db(transaction=True)


def today():
    return clock.today().isoformat()


@pytest.fixture
def case(given, cast):
    case = given.case()
    reading.case_file(case, by=cast.police)
    reading.case_file(case, by=cast.police)
    reading.cases(by=cast.police)
    reading.cases(by=cast.biss)
    return case


@pytest.fixture
def who_saw(officer):
    def ask(case):
        sent = {"code": case.code, "since": "2026-01-01", "until": today()}
        return officer.get(officer.post(reverse("audit-case"), sent)["Location"])

    return ask


def row_of(page, person):
    return next(row for row in page.context["rows"] if row[0].text == person.name)


def test_it_says_of_each_account_how_often_it_came_to_see_the_case(who_saw, case, cast):
    page = who_saw(case)

    police, biss = row_of(page, cast.police), row_of(page, cast.biss)
    assert police[2:6] == [2, 1, 0, 0]
    assert biss[2:6] == [0, 1, 1, 0]
    assert police[1] == cast.police.institution.name


def test_who_was_refused_did_not_see_it(who_saw, case, cast, client):
    client.force_login(cast.police)
    client.get(reverse("case-assess", args=[case.pk]))
    page_before = client.get(reverse("case-sight", args=[case.pk]))
    assert page_before.status_code == 403


def test_another_case_is_left_out(who_saw, case, given):
    other = given.flagged()

    rows = who_saw(other).context["rows"]

    assert [row[2:5] for row in rows] == [[0, 0, 1]]


def test_the_question_is_an_entry(who_saw, case):
    who_saw(case)

    entry = audit_log.last("log.case")
    assert entry.fields["details"]["question"]["case"] == str(case.pk)
    assert case.code not in repr(entry.fields)


def test_a_code_of_no_case_is_said_so(officer):
    sent = {"code": "0000000000", "since": "2026-01-01", "until": today()}

    assert officer.post(reverse("audit-case"), sent).status_code == 422


def test_an_address_of_no_case_leads_nowhere(officer, cast):
    for wrong in (str(cast.police.pk), "x"):
        assert officer.get(reverse("audit-case", query={"case": wrong})).status_code == 404


def test_what_an_account_did_is_added_up(officer, case, cast):
    sent = {"actor": str(cast.police.pk), "since": "2026-01-01", "until": today()}

    page = officer.get(officer.post(reverse("audit-person"), sent)["Location"])

    counts = {row[0].text: row[1:3] for row in page.context["rows"]}
    assert [2, 1] in counts.values()
    assert page.context["codes"] == [case.code]


def test_an_account_that_is_none_is_said_so(officer):
    assert officer.get(reverse("audit-person", query={"actor": "nobody"})).status_code == 422
