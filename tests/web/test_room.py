"""A conference on the wall: nobody at the table may see there what their own institution must not see."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import conferences, entries, measures
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from fallkonferenz.conferences.models import AgendaItem, ConferenceKind, Mode, Naming
from tests.audit import reading as audit_log
from tests.given import ASKED


def address(cast, case) -> str:
    with acting_as(cast.case_manager):
        item = AgendaItem.objects.get(case=case)
    return reverse("conference-show", args=[item.conference_id, item.pk])


def wall(client, cast, case) -> str:
    client.force_login(cast.case_manager)
    response = client.get(address(cast, case))
    assert response.status_code == 200
    return response.content.decode()


def test_what_all_may_see_stands_there_and_what_one_may_not_does_not(client, cast, given):
    """Police and BISS sit at the table; the case management alone could read all of it."""
    case = given.case(at=State.CONFERENCE)
    given.entry(case, by=cast.police, section=Section.INCIDENT, text="Neunte Nachricht.")
    given.entry(case, by=cast.biss, section=Section.VICTIM, text="Möchte bleiben.")
    given.entry(case, by=cast.biss, section=Section.PROTECTION, text="Erreichbar vormittags.")

    shown = wall(client, cast, case)

    assert "Neunte Nachricht." in shown
    assert "Möchte bleiben." not in shown
    assert "Erreichbar vormittags." not in shown


def test_what_a_bearer_of_secrets_wrote_needs_a_ground_towards_everybody_at_the_table(client, cast, given):
    case = given.case(at=State.CONFERENCE)
    given.entry(case, by=cast.biss, section=Section.INCIDENT, text="Vierte Drohung.")
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.case_manager)
    assert "Vierte Drohung." not in wall(client, cast, case)
    given.released(case, Section.INCIDENT, by=cast.biss, to=cast.police)

    assert "Vierte Drohung." in wall(client, cast, case)


def test_one_more_guest_who_sees_little_empties_the_wall(client, cast, given):
    case = given.assessed(given.case())
    given.admitted(case, cast.school)
    given.entry(case, by=cast.police, section=Section.INCIDENT, text="Neunte Nachricht.")
    convened(cast, case, [cast.police, cast.biss, cast.school])

    assert "Neunte Nachricht." not in wall(client, cast, case)
    assert client.get(address(cast, case)).context["room"].is_bare


def convened(cast, case, guests):
    plan = conferences.plan(
        by=cast.case_manager,
        kind=ConferenceKind.AD_HOC,
        mode=Mode.VIDEO,
        starts_at=clock.now() + timedelta(hours=2),
    )
    invited = [guest.institution for guest in guests]
    conferences.convene(case, by=cast.case_manager, conference=plan, invited=invited, naming=Naming.ANONYMOUS, **ASKED)
    return plan


def test_a_proposal_is_shown_if_all_read_what_it_reveals(client, cast, given):
    case = given.assessed(given.case())
    for section, what in ((Section.INCIDENT, "Ansprache."), (Section.VICTIM, "Begleitung.")):
        measures.propose(
            case,
            by=cast.biss,
            what=what,
            reveals=[section.value],
            due_at=clock.now() + timedelta(days=2),
        )
    convened(cast, case, [cast.police, cast.biss])
    shown = wall(client, cast, case)

    assert "Ansprache." in shown
    assert "Begleitung." not in shown


def test_the_wall_leads_nowhere_that_shows_more(client, cast, given):
    case = given.case(at=State.CONFERENCE)

    shown = wall(client, cast, case).partition("<main")[2].partition("</main>")[0]

    assert f"/cases/{case.pk}/" not in shown
    assert "/measures/" not in shown


def test_cases_follow_each_other(client, cast, given):
    first, second = given.assessed(given.case()), given.assessed(given.case())
    plan = convened(cast, first, [cast.police, cast.biss])
    invited = [cast.police.institution, cast.biss.institution]
    conferences.convene(
        second, by=cast.case_manager, conference=plan, invited=invited, naming=Naming.ANONYMOUS, **ASKED
    )

    client.force_login(cast.case_manager)
    shown = client.get(address(cast, first)).context["room"]

    assert not shown.before
    assert shown.after == address(cast, second)


def test_it_is_logged_what_was_shown_to_whom(client, cast, given):
    case = given.case(at=State.CONFERENCE)
    wall(client, cast, case)

    details = audit_log.last("conference.show").fields["details"]
    assert details["cases"] == [case.code]
    assert cast.police.institution_id in details["institutions"]


@pytest.mark.parametrize(("who", "status"), [("police", 403), ("stranger", 404), ("far_manager", 404)])
def test_only_the_case_management_puts_it_on_the_wall(client, cast, given, who, status):
    case = given.case(at=State.CONFERENCE)
    client.force_login(getattr(cast, who))

    assert client.get(address(cast, case)).status_code == status


def test_an_item_of_another_conference_is_not_there(client, cast, given):
    case, other = given.case(at=State.CONFERENCE), given.case(at=State.CONFERENCE)
    client.force_login(cast.case_manager)
    conference, item = address(cast, case).split("/")[2], address(cast, other).split("/")[4]

    assert client.get(reverse("conference-show", args=[conference, item])).status_code == 404


def test_the_wall_does_not_say_how_many_cases_are_heard(client, cast, given):
    """Who sits here for one case must not learn from the wall that there are others."""
    first, second = given.assessed(given.case()), given.assessed(given.case())
    plan = convened(cast, first, [cast.police, cast.biss])
    invited = [cast.police.institution, cast.biss.institution]
    conferences.convene(
        second, by=cast.case_manager, conference=plan, invited=invited, naming=Naming.ANONYMOUS, **ASKED
    )

    shown = wall(client, cast, first)

    assert "von 2" not in shown
    assert not re.search(r"\bTOP\b", shown)


def test_what_has_been_corrected_does_not_stand_on_the_wall(client, cast, given):
    case = given.case(at=State.CONFERENCE)
    wrong = given.entry(case, by=cast.police, section=Section.INCIDENT, text="Hat eine Waffe.")
    entries.correct(wrong, by=cast.police, text="Hat keine Waffe.")

    shown = wall(client, cast, case)

    assert "Hat keine Waffe." in shown
    assert "Hat eine Waffe." not in shown
