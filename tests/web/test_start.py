"""The start page: what needs somebody now, by role, in a number of queries that does not grow."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, assessing, cases, conferences, entries, grounds, measures, start
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level, State
from fallkonferenz.conferences.models import Answer, Attendance
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Region
from tests.audit import reading as audit_log
from tests.given import JUDGED
from tests.support import beyond_row_security

START = "/"


def page_of(client, person) -> str:
    client.force_login(person)
    response = client.get(START)
    assert response.status_code == 200
    return response.content.decode()


def shown_to(client, person):
    client.force_login(person)
    return client.get(START).context["start"]


def lists(client, person) -> dict[str, list[str]]:
    """The codes of everything that waits, by kind, urgent or not."""
    return {each.id: [str(line.case) for line in each.lines] for each in shown_to(client, person).all}


def names(code: object, listed: list[str]) -> bool:
    return any(str(code) in text for text in listed)


def test_everybody_has_a_start_page(client, cast):
    for person in (cast.biss, cast.case_manager, cast.coordinator, cast.officer, cast.administrator, cast.far_manager):
        page_of(client, person)


def test_who_never_sees_a_case_is_led_to_the_own_work(client, cast, given):
    case = given.case()

    assert 'href="/figures/"' in page_of(client, cast.coordinator)
    assert 'href="/keys/"' in page_of(client, cast.officer)
    assert 'href="/institutions/"' in page_of(client, cast.administrator)
    for person in (cast.coordinator, cast.officer, cast.administrator):
        assert str(case) not in page_of(client, person)
    assert audit_log.last("access.page").fields["details"]["page"] == "start"


def test_the_administrator_sees_what_is_incomplete(client, cast):
    before = {each.id: len(each.rows) + each.more for each in cards_of(client, cast.administrator)}
    with beyond_row_security():
        colleague = cast.of(Kind.EDUCATION, "b")
        colleague.set_password("Flocke-Zimt-Laub-Mantel")
        colleague.save()
        Region.objects.update(imprint="a", data_protection="b", accessibility_contact="c@example.org")
    after = {each.id: len(each.rows) + each.more for each in cards_of(client, cast.administrator)}

    assert after == {"people": before["people"] - 1, "houses": before["houses"] - 1, "regions": 0}
    assert before["regions"] == 2


def test_the_coordinator_sees_totals_and_no_more_than_the_figures_show(client, cast, given):
    given.case()

    [totals] = cards_of(client, cast.coordinator)

    assert len(totals.facts) == 3
    assert "unter 5" in page_of(client, cast.coordinator)


def cards_of(client, person):
    client.force_login(person)
    return client.get(START).context["cards"]


def test_the_case_management_sees_what_is_to_be_assessed(client, cast, given):
    case = given.case()

    assert names(case, lists(client, cast.case_manager)["new"])
    assert "new" not in lists(client, cast.biss)
    assert lists(client, cast.far_manager) == {}
    assert lists(client, cast.stranger) == {}


def test_the_log_names_the_cases_that_were_shown(client, cast, given):
    case = given.case()
    page_of(client, cast.case_manager)

    assert audit_log.last("case.overview").fields["details"]["cases"] == [case.code]


def test_a_conference_that_is_due_comes_before_what_is_new(client, cast, given):
    late = given.assessed(given.case(), level="acute")
    given.case()
    shown = lists(client, cast.case_manager)

    assert list(shown)[:2] == ["confer", "new"]
    assert names(late, shown["confer"])


def test_what_is_urgent_stands_first_whatever_it_is_and_only_there(client, cast, given):
    acute = given.assessed(given.case(), level="acute")
    running = given.case(at=State.MEASURES)
    late = given.measure(running, responsible=cast.case_manager, due_at=clock.now() - timedelta(hours=1))
    start = shown_to(client, cast.case_manager)

    assert [row[1].url.split("/")[-2] for row in start.urgent] == [str(late.pk), str(acute.pk)]
    assert [row[2].tone for row in start.urgent] == ["danger", "warning"]
    assert not {"confer", "measures"} & {each.id for each in start.lists}


def test_the_case_management_sees_what_others_are_late_with_or_gave_back(client, cast, given):
    case = given.case(at=State.MEASURES)
    given.measure(case, due_at=clock.now() - timedelta(hours=1))
    measures.refuse(given.measure(case), by=cast.police, reason="Anderer Dienst.")

    shown = lists(client, cast.case_manager)

    assert names(case, shown["late"])
    assert names(case, shown["refused"])
    assert not {"late", "refused"} & lists(client, cast.police).keys()


def test_a_conference_that_has_begun_waits_for_its_record(client, cast, given):
    given.case(at=State.CONFERENCE)
    assert "meetings" in lists(client, cast.case_manager)
    with time_machine.travel(clock.now() + timedelta(days=30)):
        assert "record" in lists(client, cast.case_manager)


def test_a_case_that_can_wait_is_not_announced(client, cast, given):
    given.assessed(given.case(), level="high")

    assert "confer" not in lists(client, cast.case_manager)


def test_stopped_sharing_is_for_the_case_management_to_decide(client, cast, given):
    case = given.case()
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.police)
    grounds.withdraw(case, by=cast.biss, discloser=cast.biss.institution, recipient=cast.police.institution)

    assert next(iter(lists(client, cast.case_manager))) == "stopped"


def test_a_co_signature_is_asked_of_the_case_management_once(client, cast, given):
    case = given.assessed(given.flagged(by=cast.police))
    assert names(case, lists(client, cast.police)["decide"])
    cases.ask_co_signature(case, by=cast.police)
    assert names(case, lists(client, cast.case_manager)["sign"])
    cases.co_sign(case, by=cast.case_manager)

    assert "sign" not in lists(client, cast.case_manager)


def test_a_new_incident_asks_for_a_new_assessment_until_there_is_one(client, cast, given):
    case = given.case(at=State.MEASURES)
    assert "anew" not in lists(client, cast.case_manager)
    entries.report_incident(case, by=cast.police, happened_at=clock.now(), source="own", text="Wieder vor der Tür.")
    assert names(case, lists(client, cast.case_manager)["anew"])
    assessing.add(case, by=cast.biss, level="high", reasons="Unverändert.", **JUDGED)

    assert "anew" not in lists(client, cast.case_manager)


def test_an_invitation_waits_for_its_answer(client, cast, given):
    case = given.case(at=State.CONFERENCE)

    assert names(case, lists(client, cast.police)["invitations"])
    assert "invitations" not in lists(client, cast.youth)


def test_an_answered_invitation_stays_with_its_answer(client, cast, given):
    case = given.case(at=State.CONFERENCE)
    with acting_as(cast.police):
        place = Attendance.objects.get(item__case=case, institution=cast.police.institution)
    conferences.answer(place, by=cast.police, answer=Answer.ACCEPTED)

    [waiting] = [each for each in shown_to(client, cast.police).all if each.id == "invitations"]

    assert str(waiting.lines[0].note) == str(Answer.ACCEPTED.label)
    assert not waiting.lines[0].is_urgent


def test_measures_of_the_own_institution_are_listed_overdue_first(client, cast, given):
    case = given.case(at=State.MEASURES)
    late = given.measure(case, due_at=clock.now() - timedelta(hours=1))
    in_time = next(each for each in given.all_measures(case) if each.pk != late.pk and not each.tells_person)
    shown = page_of(client, cast.police)

    assert shown.index(str(late.pk)) < shown.index(str(in_time.pk))
    assert "Ansprache" not in shown  # no sealed text is opened here
    measures.finish(late, by=cast.police, outcome="Erledigt.")
    assert str(late.pk) not in page_of(client, cast.police)


def test_a_referral_typed_for_somebody_waits_to_be_confirmed(client, cast, given):
    case = given.flagged(by=cast.case_manager, on_behalf_of=cast.clinic.institution)

    assert names(case, lists(client, cast.clinic)["referrals"])
    assert names(case, lists(client, cast.case_manager)["referrals"])


def test_an_excluded_person_is_reminded_of_nothing(client, cast, given):
    case = given.case(at=State.CONFERENCE)
    deputy = cast.named("police-a-deputy")
    assert "invitations" in lists(client, deputy)
    admissions.exclude(case, by=cast.case_manager, person=deputy)

    assert lists(client, deputy) == {}


@pytest.mark.parametrize("who", ["case_manager", "police"])
def test_the_start_page_takes_as_many_queries_for_one_case_as_for_many(client, cast, given, who):
    client.force_login(getattr(cast, who))
    counted = []
    for number in (1, 2):
        for _each in range(number):
            given.case(at=State.MEASURES)
            given.case(at=State.CONFERENCE)
        client.get(START)
        with CaptureQueriesContext(connection) as captured:
            client.get(START)
        counted.append(len(captured))

    assert counted[0] == counted[1]


def test_who_does_not_read_the_section_on_risk_is_told_none_of_its_dates(client, cast, given):
    """The file hides when the risk is assessed anew; neither the start page nor the filter may tell it."""
    school = cast.of(Kind.EDUCATION)
    case = given.assessed(given.flagged(by=school), level=Level.MEDIUM)
    with beyond_row_security():
        Case.objects.filter(pk=case.pk).update(lead=school.institution)
        case.reassessments.update(due_at=clock.now() - timedelta(days=1))

    assert not names(case, [code for codes in lists(client, school).values() for code in codes])
    assert str(case) not in client.get("/cases/", {"show": "late"}).content.decode()
    assert str(case) in client.get("/cases/").content.decode()
    assert "anew" in lists(client, cast.case_manager)


def test_the_most_urgent_case_is_there_however_many_have_waited_longer(client, cast, given, monkeypatch):
    monkeypatch.setattr(start, "MOST", 2)
    for _flag in range(2):
        given.case()
    acute = given.assessed(given.case(), level="acute")

    assert names(acute, lists(client, cast.case_manager)["confer"])


def test_each_list_leads_to_all_that_waits_like_this(client, cast, given):
    """What the start page shows of a matter, the case list shows whole, and no other case with it."""
    given.assessed(given.case(), level="acute")
    given.case()
    cases.ask_co_signature(given.assessed(given.flagged(by=cast.police)), by=cast.police)
    given.flagged(by=cast.case_manager, on_behalf_of=cast.clinic.institution)
    running = given.case(at=State.MEASURES)
    entries.report_incident(running, by=cast.police, happened_at=clock.now(), source="own", text="Wieder vor der Tür.")
    assessing.begin(running, by=cast.police)

    for person in (cast.case_manager, cast.police, cast.clinic):
        found = [each for each in shown_to(client, person).all if each.all_url.startswith("/cases/?show=")]
        assert found
        for waiting in found:
            listed = {row.case.code for row in client.get(waiting.all_url).context["list"].page.rows}
            assert listed == {line.case.code for line in waiting.lines}, waiting.id


def test_the_list_of_what_is_overdue_says_what_and_since_when(client, cast, given):
    acute = given.assessed(given.case(), level="acute")
    running = given.case(at=State.MEASURES)
    given.measure(running, due_at=clock.now() - timedelta(hours=30))
    with time_machine.travel(clock.now() + timedelta(days=5)):
        client.force_login(cast.case_manager)
        rows = client.get("/cases/?show=late").context["list"].rows
        own = {row[0].url: row[-1] for row in rows}

    assert "<" not in "".join(own.values())
    assert "Fallkonferenz seit" in own[reverse("case-read", args=[acute.pk])]
    assert "Maßnahme seit" in own[reverse("case-read", args=[running.pk])]
