"""Findings, samples and reports: what officers see of them, that each look is logged, and that nothing of a case is on them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.sampling import draw
from fallkonferenz import clock
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.audit import asking
from fallkonferenz.web.audit.reader import reader
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


def test_nobody_checks_a_finding_about_herself(officer, cast, case):
    with writing():
        for minute in range(6):
            noted(
                "access.denied", days_ago(10, 10, minute), cast.officer, outcome="denied", details={"what": "case-read"}
            )
    listed = officer.get(reverse("audit-findings", query={"pattern": "denials"}))
    url = findings(listed)[0][1].url

    answer = officer.post(url, {"note": NOTE})

    assert answer.status_code == 403
    assert "log.finding_checked" not in {entry.event for entry in audit_log.entries()}


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


@pytest.mark.parametrize("name", ["findings", "report"])
def test_too_much_for_a_page_names_the_offline_reader(officer, denials, at_most, name):
    at_most(3)
    month = f"{days_ago(10):%Y-%m}"

    page = officer.get(reverse(f"audit-{name}", query={"month": month}))

    assert page.status_code == 409
    assert f"python -m audit.read EXPORT --key FILE --out FILE --{name} {month}" in texts(page)


@pytest.fixture
def at_most(monkeypatch):
    def limit(most: int) -> None:
        monkeypatch.setattr(asking.stream, "__kwdefaults__", {**asking.stream.__kwdefaults__, "most": most})

    return limit


def test_what_happened_since_does_not_make_an_old_month_too_large(officer, cast, case, at_most):
    """To know what was checked since, only what officers did is read."""
    long_ago = days_ago(100)
    with writing():
        noted("person.change", long_ago, cast.administrator, details={"changed": ["name"]})
        for minute in range(6):
            noted("access.denied", days_ago(2, 10, minute), cast.school, outcome="denied", details={"what": "x"})
    at_most(3)
    query = {"month": f"{long_ago:%Y-%m}", "pattern": "rights"}

    [row] = findings(officer.get(reverse("audit-findings", query=query)))
    assert officer.post(row[1].url, {"note": NOTE}).status_code == 302

    assert findings(officer.get(reverse("audit-findings", query={**query, "state": "checked"})))[0][5].text == "geprüft"


def test_a_finding_that_grows_while_it_is_looked_at_is_found(officer, cast, case):
    """What an officer does at the log is an entry, and may join the very finding she looks at."""
    with writing():
        noted("log.proof", clock.now(), cast.officer)
    [row] = findings(officer.get(reverse("audit-findings", query={"pattern": "export"})))
    with writing():
        noted("log.proof", clock.now(), cast.officer)

    page = officer.get(row[1].url)

    assert page.status_code == 200
    assert len(page.context["rows"]) == 2
    assert officer.get(row[1].url.replace("kind=export", "kind=rights")).status_code == 404


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


def test_another_officer_draws_the_same(officer, reads, positions):
    positions()
    query = {"month": reads, "number": 5}

    first = officer.get(reverse("audit-sample", query=query))
    again = officer.get(first.context["again"])

    assert len(first.context["rows"]) == 5
    assert first.context["rows"] == again.context["rows"]
    assert first.context["sample"].draw.seed.hex() in texts(first)


def test_the_database_draws_as_whoever_recounts_it_from_an_export(officer, reads, positions):
    positions()
    sample = officer.get(reverse("audit-sample", query={"month": reads, "number": 5})).context["sample"]

    placed = [replace(entry, position=0) for entry in audit_log.entries()]

    assert len(sample.entries) == 5
    assert [entry.header for entry in sample.entries] == [entry.header for entry in draw(placed, sample.draw)]


def test_what_is_drawn_and_does_not_open_is_not_passed_over_for_another(officer, reads, positions, as_superuser):
    positions()
    address = officer.get(reverse("audit-sample", query={"month": reads, "number": 5})).context["again"]
    before = officer.get(address).context["sample"].entries
    gone = before[2].header
    as_superuser("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
    as_superuser("UPDATE audit_entry SET payload = NULL WHERE (epoch_id, counter) = (%s, %s)", gone.epoch, gone.counter)

    page = officer.get(address)

    assert [entry.header for entry in page.context["sample"].entries] == [entry.header for entry in before]
    assert "1 der gezogenen Einträge" in texts(page)


def test_a_month_that_is_over_has_one_sample_however_the_log_grows(officer, reads, positions):
    positions()
    query = {"month": reads, "number": 5}
    first = officer.get(reverse("audit-sample", query=query)).context["sample"]
    positions()
    later = officer.get(reverse("audit-sample", query=query)).context["sample"]

    assert later.draw == first.draw
    assert not later.is_by_hand


def test_a_checkpoint_of_ones_own_choice_is_said_to_be_one(officer, reads, positions):
    positions()
    query = {"month": reads, "number": 5}
    officer.get(reverse("audit-sample", query=query))
    positions()
    size = officer.get(reverse("audit-state")).context["state"].standing.size
    page = officer.get(reverse("audit-sample", query={**query, "size": size}))

    assert page.context["sample"].is_by_hand
    assert "von Hand" in texts(page)


def test_a_sample_is_marked_as_checked(officer, reads, positions):
    positions()
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


def test_the_report_says_what_it_does_not_count(officer, denials, as_superuser):
    """Acts are what people did; officers' questions and what does not open stand apart."""
    with writing():
        noted("log.proof", days_ago(10), Person.objects.get(role=Role.OFFICER))
    gone = next(entry.header for entry in audit_log.entries("access.denied"))
    as_superuser("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
    as_superuser("UPDATE audit_entry SET payload = NULL WHERE (epoch_id, counter) = (%s, %s)", gone.epoch, gone.counter)

    facts = dict(officer.get(reverse("audit-report", query={"month": f"{days_ago(10):%Y-%m}"})).context["report"].facts)

    assert facts["davon verweigert"] == "5"
    assert facts["Gelöschte Einträge, hier nicht mitgezählt"] == "1"
    assert facts["Fragen der Beauftragten an das Protokoll"] >= "1"


def test_plots_have_a_title_a_sentence_and_no_style_of_their_own(officer, denials):
    page = texts(officer.get(reverse("audit-report", query={"month": f"{days_ago(10):%Y-%m}"})))

    assert page.count("<svg") >= 2
    assert page.count('role="img" aria-labelledby=') == page.count("<title id=") == page.count("<desc id=")
    assert "style=" not in page


# One at a time ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("audit-findings", 409),
        ("audit-sample", 409),
        ("audit-report", 409),
        ("audit-report_pdf", 409),
        ("audit-timeline", 200),
    ],
)
def test_while_one_question_is_answered_others_that_take_long_are_put_off(officer, reads, positions, name, status):
    positions()
    query = {} if name == "audit-timeline" else {"month": reads}
    with reader(alone=True):
        page = officer.get(reverse(name, query=query))

    assert page.status_code == status
    assert ("in einigen Sekunden" in texts(page)) == (status == 409)
