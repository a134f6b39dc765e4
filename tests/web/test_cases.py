"""The case list and the case file: shown to whom they are for, in a number of queries that does not grow."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import entries, grounds
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from fallkonferenz.web.presenters.listing import ListPresenter
from tests.audit import reading as audit_log

LIST = "/cases/"


def opens(client, person, case):
    client.force_login(person)
    return client.get(reverse("case-read", args=[case.pk]))


def without_address(response) -> str:
    """The switch of the language comes back to the address that was asked for."""
    return without_token(response).replace(response.request["PATH_INFO"], "")


def text_of(response) -> str:
    return response.content.decode()


def without_token(response) -> str:
    """The token against forged requests is new in every page."""
    return re.sub(r'value="\w{64}"', "", text_of(response))


def queries(client, address) -> int:
    client.get(address)  # the first page of a session is not the usual one
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("state", list(State))
def test_the_case_file_opens_in_every_state(client, cast, given, state):
    case = given.case(at=state)

    for person in (cast.case_manager, cast.biss, cast.police):
        response = opens(client, person, case)

        assert response.status_code == 200
        assert str(case) in text_of(response)
    assert audit_log.last("case.read").fields["case"] == str(case.pk)


def test_the_list_shows_what_opens_and_hides_the_rest(client, cast, given):
    case = given.case()

    for person in cast.everybody:
        client.force_login(person)
        listed = client.get(LIST)
        shown = listed.status_code == 200 and str(case) in text_of(listed)
        assert shown == (opens(client, person, case).status_code == 200), person.username


def test_for_a_stranger_the_case_does_not_exist(client, cast, given):
    seen = opens(client, cast.stranger, given.case())
    nothing = opens(client, cast.stranger, cast.stranger)

    assert seen.status_code == nothing.status_code == 404
    assert without_address(seen) == without_address(nothing)


def test_the_title_tells_nothing(client, cast, given):
    case = given.case()

    title = text_of(opens(client, cast.biss, case)).partition("<title>")[2].partition("</title>")[0]

    assert str(case) not in title
    assert case.get_state_display() not in title


def test_headings_are_those_of_sections_that_exist_for_the_reader(client, cast, given):
    case = given.case()

    page = text_of(opens(client, cast.police, case))

    assert "Gefährdende Person" in page or "Endangering person" in page
    for hidden in (Section.VICTIM, Section.PROTECTION, Section.HEALTH):
        assert str(hidden.label) not in page


def test_a_list_names_in_the_log_what_it_showed(client, cast, given):
    case = given.case()
    client.force_login(cast.police)
    client.get(LIST)

    assert audit_log.last("case.list").fields["details"]["cases"] == [case.code]


def test_a_list_can_be_filtered_by_state(client, cast, given):
    flagged, closed = given.case(), given.case(at=State.CLOSED)
    client.force_login(cast.case_manager)

    page = text_of(client.get(LIST, {"state": "closed"}))

    assert str(closed) in page
    assert str(flagged) not in page


def test_who_leads_is_read_by_the_case_management_and_by_who_leads(cast, given):
    """The name is asked for in the case management's list alone; who leads knows its own."""
    given.case(at=State.MEASURES)
    leading = cast.biss.institution

    for person, lead, names in ((cast.case_manager, leading, 1), (cast.biss, leading, 0), (cast.police, "–", 0)):
        with acting_as(person), CaptureQueriesContext(connection) as asked:
            [row] = ListPresenter(scope.case_page(person), person).rows
        assert row[3] == lead
        assert sum("institutions_institution" in each["sql"] for each in asked) == names


def test_the_list_shows_where_something_is_overdue(client, cast, given):
    late, calm = given.case(at=State.MEASURES), given.case(at=State.MEASURES)
    given.measure(late, due_at=clock.now() - timedelta(hours=1))

    for person in (cast.police, cast.case_manager):
        client.force_login(person)
        page = text_of(client.get(LIST, {"show": "late"}))
        assert str(late) in page
        assert str(calm) not in page
    client.force_login(cast.biss)  # leads both, has nothing overdue in either
    assert str(late) not in text_of(client.get(LIST, {"show": "late"}))


def test_the_list_shows_the_own_cases(client, cast, given):
    led, other = given.case(at=State.MEASURES), given.flagged(by=cast.police)
    client.force_login(cast.biss)
    assert str(led) in text_of(client.get(LIST, {"show": "led"}))
    client.force_login(cast.police)
    flagged = text_of(client.get(LIST, {"show": "flagged"}))
    assert str(other) in flagged
    assert str(led) not in flagged


def test_an_empty_list_teaches_what_would_stand_there(client, cast, given):
    client.force_login(cast.stranger)

    assert text_of(client.get(LIST)) != text_of(client.get(LIST, {"state": "closed"}))
    assert not client.get(LIST).context["narrowed"]


def test_a_case_is_found_by_its_code_however_it_is_typed(client, cast, given):
    case, other = given.case(), given.case()
    client.force_login(cast.case_manager)

    response = client.post(LIST, {"code": str(case).lower().replace("-", " ")})

    assert response.url == reverse("case-read", args=[case.pk])
    assert str(other) not in response.url


def test_the_code_of_somebody_elses_case_finds_what_no_code_finds(client, cast, given):
    case = given.case()
    client.force_login(cast.stranger)

    page = client.post(LIST, {"code": str(case)})

    assert page.status_code == 200
    assert reverse("case-read", args=[case.pk]) not in text_of(page)


def test_a_mistyped_code_is_said_to_be_one(client, cast, given):
    case = given.case()
    wrong = "".join("1" if character != "1" else "2" for character in case.code[:3]) + case.code[3:]
    client.force_login(cast.case_manager)

    page = client.post(LIST, {"code": wrong})

    assert page.status_code == 422
    assert page.context["search"].errors["code"]


def test_pages_follow_each_other_without_a_gap(client, cast, given, monkeypatch):
    monkeypatch.setattr(scope, "PAGE", 2)
    cases = {str(given.flagged()) for _each in range(5)}
    client.force_login(cast.case_manager)
    seen, address = [], LIST
    while address:
        page = client.get(address)
        seen += re.findall(r'<span class="fk-code">([\w-]+)</span>', text_of(page))
        address = page.context["older"]

    assert sorted(seen) == sorted(cases)


def test_nobody_makes_up_a_place_in_the_list(client, cast):
    client.force_login(cast.case_manager)

    assert client.get(LIST, {"after": "x:y:z"}).status_code == 404


def test_only_the_case_management_sees_the_limit_that_follows_from_the_level(client, cast, given):
    given.assessed(given.case(), level="acute")

    columns = {}
    for person in (cast.case_manager, cast.police):
        client.force_login(person)
        columns[person.role] = len(client.get(LIST).context["list"].columns)

    assert columns == {cast.case_manager.role: 5, cast.police.role: 4}


def test_the_list_takes_as_many_queries_for_one_case_as_for_many(client, cast, given):
    given.case(at=State.MEASURES)
    client.force_login(cast.case_manager)
    for_one = queries(client, LIST)
    for _each in range(3):
        given.case(at=State.MEASURES)

    assert queries(client, LIST) == for_one


def test_the_case_file_takes_as_many_queries_for_one_entry_as_for_many(client, cast, given):
    case = given.case(at=State.MEASURES)
    address = reverse("case-read", args=[case.pk])
    client.force_login(cast.case_manager)
    given.entry(case, by=cast.police, section=Section.INCIDENT)
    for_one = queries(client, address)
    for _each in range(4):
        given.entry(case, by=cast.police, section=Section.INCIDENT)
        given.measure(case)

    assert queries(client, address) == for_one


def test_a_correction_stands_behind_what_it_corrects(client, cast, given):
    case = given.case()
    entry = given.entry(case, by=cast.police, section=Section.INCIDENT, text="Neunte Nachricht.")
    entries.correct(entry, by=cast.police, text="Elfte Nachricht.")

    page = text_of(opens(client, cast.police, case))

    assert page.index("Neunte Nachricht.") < page.index("Elfte Nachricht.")
    assert page.count("entries/") == 1  # only the latest can be corrected


def test_the_course_tells_what_the_sections_tell_and_nothing_else(client, cast, given):
    case = given.case(at=State.MEASURES)
    given.entry(case, by=cast.police, section=Section.INCIDENT, text="Neunte Nachricht.")
    given.entry(case, by=cast.biss, section=Section.VICTIM, text="Möchte bleiben.")

    def course(person) -> list[str]:
        shown = opens(client, person, case).context["file"].timeline
        return [str(event.text) for event in (*shown.ahead, *shown.past)]

    assert "Neunte Nachricht." in course(cast.police)
    assert "Möchte bleiben." not in course(cast.police)
    assert "Möchte bleiben." in course(cast.biss)


def test_the_course_begins_with_what_comes_and_then_goes_back_in_time(client, cast, given):
    case = given.case(at=State.MEASURES)
    given.measure(case, due_at=clock.now() + timedelta(days=2))
    course = opens(client, cast.case_manager, case).context["file"].timeline

    ahead, past = [event.at for event in course.ahead], [event.at for event in course.past]
    assert ahead == sorted(ahead)
    assert ahead[0] > clock.now() >= past[0]
    assert past == sorted(past, reverse=True)


def test_what_is_not_possible_says_why(client, cast, given):
    acts = opens(client, cast.case_manager, given.case()).context["file"].acts

    assert acts.blocked
    assert all(act.why_not for act in acts.blocked)


def test_what_may_be_taken_stands_before_what_may_not(client, cast, given):
    steps = opens(client, cast.case_manager, given.case(at=State.MEASURES)).context["file"].acts.steps

    assert [act.allowed for act in steps] == sorted((act.allowed for act in steps), reverse=True)


def test_the_contents_lead_to_places_there_are(client, cast, given):
    case = given.case(at=State.MEASURES)
    for person in (cast.case_manager, cast.biss, cast.police):
        response = opens(client, person, case)
        for link in response.context["file"].contents:
            assert f'id="{link.url[1:]}"' in text_of(response), link


def test_stopped_sharing_is_shown_to_everybody_admitted(client, cast, given):
    case = given.case()
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.police)
    grounds.withdraw(case, by=cast.biss, discloser=cast.biss.institution, recipient=cast.police.institution)

    for person in (cast.case_manager, cast.biss, cast.police):
        assert opens(client, person, case).context["file"].case.sharing_stopped_at
    assert "Bericht der Meldung." not in text_of(opens(client, cast.police, case))


def pages_at(client, given, person, *levels) -> set[str]:
    """What ``person`` is shown of the own case at each of ``levels``; codes, tokens and times of day left out."""
    shown = set()
    for level in levels:
        case = given.assessed(given.flagged(by=person), level=level)
        page = without_token(opens(client, person, case))
        page = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page)
        page = re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", "", page)
        shown.add(re.sub(r"\d\d:\d\d", "", page))  # a minute may pass between the two
    return shown


def test_who_recognised_a_case_but_does_not_read_the_risk_cannot_tell_its_level(client, cast, given):
    """Not by the steps that are offered or refused, and not by a date."""
    assert len(pages_at(client, given, cast.school, "high", "medium")) == 1
    assert len(pages_at(client, given, cast.police, "high", "medium")) == 2


def test_a_referral_says_why_its_account_is_not_shown(client, cast, given):
    case = given.flagged()

    def note(person) -> str:
        return str(opens(client, person, case).context["file"].sections[0].notes[0][1])

    assert note(cast.case_manager) != note(cast.biss)
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.case_manager)
    assert note(cast.case_manager) == note(cast.biss)


def test_the_course_says_of_a_corrected_entry_that_it_was_corrected(client, cast, given):
    case = given.case()
    wrong = given.entry(case, by=cast.police, section=Section.INCIDENT, text="Hat eine Waffe.")
    entries.correct(wrong, by=cast.police, text="Hat keine Waffe.")
    client.force_login(cast.police)

    course = client.get(f"/cases/{case.pk}/").context["file"].timeline

    assert "Hat keine Waffe." in [event.text for event in course.past]
    assert "Hat eine Waffe." not in [event.text for event in course.past]
