"""The whole case in a browser, as four people: BISS, case management, police, and a counsellor who must see nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case, Party
from fallkonferenz.measures.models import Measure
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WISH = "Will in der Wohnung bleiben."
WHAT_HAPPENED = "Er weiß seit Wochen, wo sie einkauft."


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def people(request, browser, live_server, cast):
    """Everybody signs in through the login page."""
    parts = {"biss": cast.biss, "manager": cast.case_manager, "police": cast.police, "stranger": cast.stranger}
    made = {
        part: Visitor(browser, live_server.url, person, scripts=request.param, small=part == "police").signs_in()
        for part, person in parts.items()
    }
    yield made
    for visitor in made.values():
        visitor.page.context.close()


def soon(**delta: float):
    return timezone.localtime() + timedelta(**delta)


def flags_a_case(biss: Visitor) -> str:
    biss.goes("case-list").goes("case-flag")
    assert "110" in biss.reads
    biss.types(
        account=WHAT_HAPPENED, happened_at=soon(hours=-3), source="told", firearms="unknown", grounds=["judgement"]
    ).presses("Weiter")
    biss.types(relationship="former_partners", children=1).presses("Weiter")
    biss.types(
        person_knows="yes",
        release=True,
        release_given_by="person",
        release_form="written",
        release_sections=["incident", "risk", "protection"],
    ).presses("Weiter")
    assert WHAT_HAPPENED in biss.reads
    biss.presses("Fall melden")
    assert "110" in biss.reads
    return biss.id_in_address


def adds_a_wish(biss: Visitor, case: str) -> None:
    with acting_as(biss.person):
        at_risk = Party.objects.get(case=case, role="person_at_risk")
    biss.opens("case-read", case)
    biss.goes("entry-add", case).sends(
        section="victim", concerns=at_risk.pk, happened_at=soon(hours=-2), source="told", nature="fact", text=WISH
    )
    assert WISH in biss.reads


def assesses(manager: Visitor, case: str) -> None:
    manager.goes("start")
    manager.goes("case-read", case)
    assert WHAT_HAPPENED in manager.reads  # released
    assert WISH not in manager.reads  # not released
    manager.goes("case-assess", case).sends(
        level="high",
        reasons="Trennung, Nachstellung, Schusswaffen.",
        worries="Er weiß, wo sie arbeitet.",
        heard="yes",
        person_view="Sie will in der Wohnung bleiben.",
        firearms="yes",
    )


def admits(manager: Visitor, case: str, police: Visitor) -> None:
    manager.goes("case-sight", case).goes("admission-admit", case)
    manager.sends(institution=police.person.institution_id)
    manager.sends(basis="police_transmission", reasons="Gefahr für Leib und Leben.")
    assert str(police.person.institution) in manager.reads


def convenes(manager: Visitor, case: str, *guests: Visitor) -> None:
    manager.goes("case-read", case).goes("case-convene", case).sends(
        firearms="yes",
        mode="video",
        starts_at=soon(hours=2),
        invited=[guest.person.institution_id for guest in guests],
        naming="by_name",
    )


def answers(guest: Visitor, case: str) -> None:
    guest.goes("conference-list")
    guest.page.locator('main a[href^="/conferences/"]').first.click()
    guest.looks().page.locator('a[href*="/answer/"]').first.click()
    guest.looks().sends(answer="accepted")


def sees_its_part_only(police: Visitor, case: str) -> None:
    police.goes("case-list").goes("case-read", case)
    assert WISH not in police.reads
    assert WHAT_HAPPENED not in police.reads  # released to the case management alone
    assert "Lage und Wünsche" not in police.reads


def holds(manager: Visitor, case: str, *guests: Visitor) -> None:
    manager.goes("case-list").goes("case-read", case).goes("case-hold", case)
    came = {f"came_{guest.person.institution_id}": True for guest in guests}
    manager.sends(heard="yes", **came)


def adds_measures(manager: Visitor, case: str, police: Visitor, biss: Visitor) -> None:
    manager.goes("measure-add", case).sends(
        responsible=police.person.institution_id,
        what="Waffen und Erlaubnis sicherstellen.",
        due_kind="time",
        due_at=soon(days=1),
        reveals=["endangering"],
    )
    manager.opens("case-read", case)
    manager.goes("measure-add", case).sends(
        responsible=biss.person.institution_id,
        what="Der Person sagen, was vereinbart ist.",
        due_kind="time",
        due_at=soon(days=1),
        reveals=["victim"],
        tells_person=True,
    )
    manager.opens("case-read", case)
    manager.goes("case-agree_measures", case).sends(lead=biss.person.institution_id, firearms="unknown")


def measure_of(visitor: Visitor, case: str) -> str:
    with acting_as(visitor.person):
        return Measure.objects.get(case=case, responsible=visitor.person.institution).pk


def reports(guest: Visitor, case: str) -> None:
    measure = measure_of(guest, case)
    guest.goes("measure-list").goes("measure-read", measure)
    guest.page.locator(f'form[action$="{measure}/accept/"] button').first.click()
    guest.looks().goes("measure-finish", measure).sends(outcome="Erledigt.")


def closes(manager: Visitor, case: str) -> None:
    manager.goes("case-list").goes("case-read", case).goes("case-close", case).sends(
        firearms="no",
        why="moved",
        level="not_raised",
        reasons="Die aufnehmende Region hat übernommen.",
        worries="Dass er ihr nachzieht.",
        heard="no",
        why_not_heard="Schon umgezogen.",
    )
    assert "abgeschlossen" in manager.reads


def test_a_case_is_walked_from_flag_to_close(people):
    biss, manager, police, stranger = people["biss"], people["manager"], people["police"], people["stranger"]

    case = flags_a_case(biss)
    adds_a_wish(biss, case)
    assesses(manager, case)
    assert police.opens("case-read", case) == 404
    admits(manager, case, police)
    convenes(manager, case, biss, police)
    answers(police, case)
    sees_its_part_only(police, case)
    holds(manager, case, biss, police)
    adds_measures(manager, case, police, biss)
    reports(police, case)
    reports(biss, case)
    closes(manager, case)

    assert stranger.opens("case-read", case) == 404
    with acting_as(manager.person):
        assert Case.objects.get(pk=case).state == "closed"
    for person in people.values():
        assert "Sie sind abgemeldet" in person.signs_out().reads or "Anmelden" in person.reads
