"""While an institution assesses, nothing shows it what others found since it began: no date, no limit, no step, no entry."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.access.check import explain
from fallkonferenz.actions import assessing, entries, incidents, reading, start
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level
from fallkonferenz.web.presenters.start import StartPresenter
from tests.assessing import begun
from tests.given import JUDGED

pytestmark = pytest.mark.django_db
BY_LEVEL = ("case.not_high_risk", "case.handle_alone", "level.ask_lower", "case.co_sign")
LATER = timedelta(hours=1)


@pytest.fixture
def case(given):
    return given.assessed(given.case(), level=Level.MEDIUM)


def what_shows(case, person):
    """Everything that follows from the level, on every page that says something of it."""
    file = reading.case_file(case, by=person)
    waiting = [each for each in start.overview(by=person).cases if each.pk == case.pk]
    return {
        "next": file.next_assessment,
        "level": file.level,
        "steps": [explain(person, right, case) for right in BY_LEVEL],
        "rows": len(incidents.incidents(case, by=person).reassessments),
        "waits": [each.next_assessment for each in waiting],
        "late": [row.case_id for row in reading.cases(by=person, show="late").rows],
        "limit": [row.is_assessing for row in scope.case_page(person).rows],
        "entries": [each.row.pk for each in file.entries],
        "matters": [each.id for each in StartPresenter(start.overview(by=person), person).all],
        "anew": [row.case_id for row in reading.cases(by=person, show="anew").rows],
    }


def test_what_others_find_meanwhile_changes_nothing_that_shows(cast, case, given):
    begun(case, by=cast.case_manager)
    before = what_shows(case, cast.case_manager)

    with clock.at(clock.now() + LATER):
        assessing.add(case, by=cast.police, level=Level.ACUTE, reasons="geheim", **JUDGED)
        given.entry(case, by=cast.police, section=Section.RISK, text="Wir stufen akut ein.")
        assert what_shows(case, cast.case_manager) == before

    with clock.at(clock.now() + timedelta(days=4)):  # by the level of the others it is late
        assert what_shows(case, cast.case_manager) == before


@pytest.mark.parametrize("who", ["case_manager", "biss"])
def test_that_a_flag_has_a_level_now_does_not_show(cast, given, who):
    flag, person = given.case(), getattr(cast, who)
    begun(flag, by=person)
    before = what_shows(flag, person)

    with clock.at(clock.now() + LATER):
        assessing.add(flag, by=cast.police, level=Level.ACUTE, reasons="geheim", **JUDGED)
        assert what_shows(flag, person) == before


def test_what_happens_meanwhile_shows(cast, case):
    begun(case, by=cast.case_manager)

    with clock.at(clock.now() + LATER):
        entries.report_incident(case, by=cast.police, happened_at=clock.now(), source="own", text="Messer.")
        assessing.add(case, by=cast.police, level=Level.ACUTE, reasons="geheim", **JUDGED)

        assert reading.case_file(case, by=cast.case_manager).next_assessment == clock.now()


def test_as_soon_as_the_own_one_is_gone_everything_shows(cast, case):
    assessment = begun(case, by=cast.case_manager)
    assessing.add(case, by=cast.police, level=Level.ACUTE, reasons="geheim", **JUDGED)

    assessing.discard(assessment, by=cast.case_manager)

    shown = what_shows(case, cast.case_manager)
    assert shown["level"] == Level.ACUTE
    assert shown["next"] < clock.now() + timedelta(days=4)
