"""Findings, samples and reports: what officers see of them, that each look is logged, and that nothing of a case is on them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.sampling import Draw
from fallkonferenz import clock
from fallkonferenz.web.audit import asking, sample
from tests.audit import reading as audit_log
from tests.officers import with_open_log
from tests.web.audit.past import days_ago, noted, writing

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = "Nachgefragt: Vertretung im Urlaub."


@pytest.fixture
def officer(client, cast):
    return with_open_log(client, cast.officer)


@pytest.fixture
def case(given):
    return given.flagged()


@pytest.fixture
def denials(cast, case):
    """Six refusals in six minutes, ten days ago."""
    with writing():
        for minute in range(6):
            noted(
                "access.denied", days_ago(10, 10, minute), cast.school, outcome="denied", details={"what": "case-read"}
            )


def findings(page) -> list[list[object]]:
    return page.context["rows"]


def patterns(page) -> set[str]:
    return {str(row[1].text) for row in findings(page)}


def texts(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


# Findings ---------------------------------------------------------------------------------------


def test_what_stands_out_is_listed_with_who_and_when(officer, denials, cast):
    page = officer.get(reverse("audit-findings"))

    row = next(row for row in findings(page) if "in Folge" in str(row[1].text))
    assert row[2] == cast.school.name
    assert "6" in row[1].note
    assert row[5].text == "offen"
    assert audit_log.last().event == "log.findings"


def test_a_finding_is_marked_as_checked_and_the_log_alone_knows(officer, denials):
    listed = officer.get(reverse("audit-findings", query={"pattern": "denials"}))
    url = findings(listed)[0][1].url

    page = officer.get(url)
    assert len(page.context["rows"]) == 6
    assert officer.post(url, {"note": ""}).status_code == 422
    assert officer.post(url, {"note": NOTE}).status_code == 302

    entry = audit_log.last("log.finding_checked")
    assert entry.fields["details"]["note"] == NOTE
    assert findings(officer.get(reverse("audit-findings", query={"pattern": "denials"}))) == []
    checked = officer.get(reverse("audit-findings", query={"pattern": "denials", "state": "checked"}))
    assert findings(checked)[0][5].text == "geprüft"
    assert NOTE in texts(officer.get(url))


def test_a_finding_of_a_month_gone_by_is_found_there(officer, cast, case):
    long_ago = days_ago(70)
    with writing():
        noted("person.change", long_ago, cast.administrator, details={"changed": ["name"]})
    month = f"{long_ago:%Y-%m}"

    [row] = findings(officer.get(reverse("audit-findings", query={"month": month, "pattern": "rights"})))

    assert f"month={month}" in row[1].url
    assert officer.post(row[1].url, {"note": NOTE}).status_code == 302
    assert NOTE in texts(officer.get(row[1].url))


def test_a_read_is_explained_by_a_later_act(officer, cast, given):
    explained, unexplained = given.assessed(given.flagged()), given.assessed(given.flagged())
    with writing():
        for case in (explained, unexplained):
            noted("case.read", days_ago(25), cast.police, case)
        noted("entry.add", days_ago(20), cast.police, explained)

    rows = findings(officer.get(reverse("audit-findings", query={"pattern": "no_reason"})))

    assert [re.sub("<[^>]+>", "", row[4]) for row in rows] == [unexplained.code]


@pytest.mark.parametrize("query", [{"month": "x"}, {"month": "1999-01"}, {"state": "x"}, {"pattern": "x"}])
def test_what_cannot_be_asked_is_said_beside_the_field(officer, case, query):
    assert officer.get(reverse("audit-findings", query=query)).status_code == 422


@pytest.mark.parametrize("query", [{}, {"month": "x"}, {"month": "2020-13"}, {"month": "0001-01"}])
def test_a_finding_that_is_none_does_not_exist(officer, case, query):
    assert officer.get(reverse("audit-finding", args=["0" * 32], query=query)).status_code == 404


@pytest.mark.parametrize("name", ["audit-findings", "audit-sample", "audit-report", "audit-report_pdf"])
def test_nothing_is_shown_without_a_key(client, cast, case, name):
    client.force_login(cast.officer)

    page = client.get(reverse(name))

    assert page.status_code == 409
    assert page.templates[0].name == "audit/unlock.html"


@pytest.mark.parametrize("name", ["audit-findings", "audit-sample", "audit-report"])
def test_too_much_for_a_page_names_the_offline_reader(officer, denials, checkpoint, monkeypatch, name):
    monkeypatch.setattr(asking.stream, "__kwdefaults__", {**asking.stream.__kwdefaults__, "most": 3})

    page = officer.get(reverse(name, query={"month": f"{days_ago(10):%Y-%m}"}))

    assert page.status_code == 409
    assert "python -m audit.read" in texts(page)


# Samples ----------------------------------------------------------------------------------------


@pytest.fixture
def reads(cast, given):
    """Thirty reads of the month that is over."""
    case = given.assessed(given.flagged())
    month = (timezone.localtime(clock.now()).replace(day=1) - timedelta(days=1)).replace(hour=10, minute=0)
    with writing():
        for number in range(30):
            noted("case.read", month.replace(day=1 + number % 28, minute=number), cast.police, case)
    return f"{month:%Y-%m}"


@pytest.fixture
def checkpoint(monkeypatch):
    """As if the tree held everything; the real one is the sequencer's and has tests of its own."""
    monkeypatch.setattr(sample, "_checkpoint", lambda size: ("example.org/log", size or 10_000, bytes(32)))
    told = {}

    def placed(entries, what: Draw):
        numbered = [type(each)(each.header, each.fields, place) for place, each in enumerate(entries)]
        told["entries"] = numbered
        return drawn(numbered, what)

    drawn = sample.draw
    monkeypatch.setattr(sample, "draw", placed)


def test_another_officer_draws_the_same(officer, reads, checkpoint, cast, client):
    query = {"month": reads, "number": 5}

    first = officer.get(reverse("audit-sample", query=query))
    again = officer.get(first.context["again"])

    assert len(first.context["rows"]) == 5
    assert first.context["rows"] == again.context["rows"]
    assert first.context["sample"].draw.seed.hex() in texts(first)


def test_a_sample_is_marked_as_checked(officer, reads, checkpoint):
    page = officer.get(reverse("audit-sample", query={"month": reads, "number": 5}))

    assert officer.post(page.context["again"], {"note": NOTE}).status_code == 302

    entry = audit_log.last("log.finding_checked")
    assert entry.fields["details"] == {"finding": page.context["sample"].id, "pattern": "sample", "note": NOTE}
    assert NOTE in texts(officer.get(page.context["again"]))


def test_without_a_checkpoint_nothing_is_drawn(officer, reads):
    page = officer.get(reverse("audit-sample", query={"month": reads}))

    assert page.status_code == 200
    assert "Es lässt sich noch nichts ziehen" in texts(page)
    assert officer.get(reverse("audit-sample", query={"month": reads, "size": 7})).status_code == 422


# Reports ----------------------------------------------------------------------------------------


def test_the_report_counts_by_day_and_institution_and_names_no_person(officer, denials, cast):
    month = f"{days_ago(10):%Y-%m}"

    page = officer.get(reverse("audit-report", query={"month": month}))

    report = page.context["report"]
    assert sum(number for _day, number in report.denials.rows) == 6
    assert report.refused_houses.rows == [(cast.school.institution.name, 6)]
    assert cast.school.name not in texts(page)
    assert audit_log.last().event == "log.report"


def test_plots_have_a_title_a_sentence_and_no_style_of_their_own(officer, denials):
    page = texts(officer.get(reverse("audit-report", query={"month": f"{days_ago(10):%Y-%m}"})))

    assert page.count("<svg") >= 2
    assert page.count('role="img" aria-labelledby=') == page.count("<title id=") == page.count("<desc id=")
    assert "style=" not in page
