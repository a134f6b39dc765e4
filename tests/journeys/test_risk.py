"""The risk of one case in a browser: flagged, assessed apart by two, due anew, raised, and lowered by two institutions."""

import pytest

from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level
from tests.given import Given
from tests.journeys.test_assessing import after
from tests.journeys.test_flag_to_close import admits, flags_a_case
from tests.journeys.visitor import Visitor
from tests.web.test_assessments import JUDGED, PAIR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEW_OF_BISS = "Sie rechnet jede Nacht mit ihm."
CALMER = {**JUDGED, "level": Level.MEDIUM, "reasons": "Er ist in Haft, die Wohnung ist gesichert."}


@pytest.fixture
def people(browser, live_server, cast):
    """At desks and, the police, at a telephone."""
    parts = {"biss": cast.biss, "manager": cast.case_manager, "police": cast.police}
    made = {
        part: Visitor(browser, live_server.url, person, small=part == "police").signs_in()
        for part, person in parts.items()
    }
    yield made
    for visitor in made.values():
        visitor.page.context.close()


def begins(who: Visitor, case: str, *instruments: str) -> str:
    who.opens("case-list")
    who.goes("case-read", case).goes("assessment-begin", case)
    who.types(**PAIR).presses("Zeigen, was passt")
    if instruments:
        who.types(instruments=instruments, trained=True)
    return who.presses("Risikoeinschätzung beginnen").id_in_address


def answers(who: Visitor, begun: str, instrument: str, **answered: str) -> None:
    who.opens("assessment-read", begun)
    who.goes("assessment-answer", begun, instrument).types(source="told", **answered).presses("Speichern")


def judges_and_completes(who: Visitor, begun: str, **judged: str) -> None:
    who.opens("assessment-read", begun)
    who.goes("assessment-judge", begun).sends(**{**JUDGED, **judged})
    assert "Punkt" not in who.reads
    who.presses("Risikoeinschätzung abschließen")


def both_assess(biss: Visitor, police: Visitor, case: str) -> None:
    """The police has begun when BISS is done, and learns nothing of it before its own is complete."""
    of_police = begins(police, case, "lap")
    of_biss = begins(biss, case, "short-list")
    answers(biss, of_biss, "short-list", a_1="unknown", a_6="yes")
    judges_and_completes(biss, of_biss, person_view=VIEW_OF_BISS)

    police.opens("assessment-list", case)
    assert str(biss.person.institution) not in police.page.locator("main").inner_text()
    answers(police, of_police, "lap", a_2="yes", a_9="unknown")
    judges_and_completes(police, of_police)
    assert "Risikostufe: hoch" in level_of(police, case)
    assert VIEW_OF_BISS not in police.reads


def takes_the_step(manager: Visitor, case: str) -> None:
    """On what the others assessed, without a judgement of her own."""
    manager.opens("case-read", case)
    manager.goes("case-assess", case).sends(firearms="unknown")


def level_of(who: Visitor, case: str) -> str:
    who.opens("assessment-list", case)
    return who.reads


def is_due(who: Visitor, case: str) -> bool:
    with acting_as(who.person):
        code = str(Case.objects.get(pk=case))
    who.opens("start")
    rows = who.page.locator("#urgent tr").all_inner_texts()
    return any(code in row and "Neueinschätzung" in row for row in rows)


def raises(police: Visitor, case: str) -> None:
    judges_and_completes(police, begins(police, case), level=Level.ACUTE, reasons="Er hat ihr aufgelauert.")
    assert "Risikostufe: akut" in level_of(police, case)


def asks_to_lower(police: Visitor, case: str) -> None:
    """With the instrument anew that had lifted it."""
    begun = begins(police, case, "lap")
    answers(police, begun, "lap", **dict.fromkeys((f"a_{number}" for number in range(1, 12)), "no"), f_belief="no")
    judges_and_completes(police, begun, **{**CALMER, "firearms": "no"})
    assert "Risikostufe: akut" in level_of(police, case)  # nobody lowers it alone
    police.goes("level-ask_lower", case).sends(to=Level.MEDIUM, reasons=CALMER["reasons"])


def confirms(manager: Visitor, case: str) -> None:
    manager.opens("assessment-list", case)
    manager.page.locator("#lowerings a").first.click()
    assert CALMER["reasons"] in manager.looks().reads
    manager.presses("Ich stimme zu: Risikostufe senken")


def lets_the_management_read(given: Given, police: Visitor, manager: Visitor, case: str) -> None:
    with acting_as(police.person):
        shared = Case.objects.get(pk=case)
    given.released(shared, Section.RISK, by=police.person, to=manager.person)


def test_the_risk_is_walked_from_a_flag_to_a_level_that_two_lowered(people, given):
    biss, manager, police = people["biss"], people["manager"], people["police"]
    case = flags_a_case(biss)
    manager.opens("case-read", case)
    admits(manager, case, police)
    lets_the_management_read(given, police, manager, case)
    both_assess(biss, police, case)
    takes_the_step(manager, case)
    assert "Risikostufe: hoch" in level_of(manager, case)
    assert not is_due(manager, case)

    with after(days=8):
        for each in (manager, police):
            each.signs_in()
        assert is_due(manager, case)
        raises(police, case)
        assert not is_due(manager, case)

    with after(days=9):
        for each in (manager, police):
            each.signs_in()
        asks_to_lower(police, case)
        confirms(manager, case)
        assert "Risikostufe: mittel" in level_of(manager, case)
        assert "Risikostufe: mittel" in level_of(police, case)
