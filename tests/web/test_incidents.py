"""The incidents of a case, the four criteria with their rules, what is due: each for who reads the section it belongs to."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.actions import admissions, assessing, entries, incidents, rhythm
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Because, Level, State
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Region
from tests.assessing import completed, judged, said
from tests.given import JUDGED

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def case(given):
    made = given.flagged(by=given.cast.police)
    given.admitted(made, given.cast.of(Kind.PROSECUTION), given.cast.of(Kind.EDUCATION))
    return given.assessed(made, level=Level.MEDIUM)


def happens(case, by, days_ago, text="Drohung am Telefon."):
    entries.report_incident(case, by=by, happened_at=clock.now() - days_ago * DAY, source="record", text=text)


def met(case, by):
    return {each.key for each in incidents.incidents(case, by=by).criteria if each.met}


def test_incidents_stand_in_the_order_in_which_they_happened(cast, case, opens):
    happens(case, cast.police, 3, "Zweiter Vorfall.")
    happens(case, cast.police, 40, "Erster Vorfall.")

    page = text_of(opens(cast.police, "incident-list", case.pk))

    assert page.index("Zweiter Vorfall.") < page.index("Erster Vorfall.")


def test_a_corrected_entry_counts_once(cast, case):
    happens(case, cast.police, 3)
    entry = incidents.incidents(case, by=cast.police).incidents[-1].row
    entries.correct(entry, by=cast.police, text="Drohung per Brief.")

    shown = incidents.incidents(case, by=cast.police)

    assert [opened.texts["text"] for opened in shown.incidents].count("Drohung per Brief.") == 1
    assert entry.pk not in {opened.row.pk for opened in shown.incidents}


def test_as_many_events_as_the_region_asks_for_are_an_escalation(cast, case, opens):
    for days_ago in (5, 90):
        happens(case, cast.police, days_ago)
    assert met(case, cast.police) == {"escalation"}  # with the one of the referral
    assert "Mindestens 3 Vorfälle" in text_of(opens(cast.police, "incident-list", case.pk))

    Region.objects.filter(pk=case.region_id).update(escalation_events=4)
    case.region.refresh_from_db()

    assert met(case, cast.police) == set()
    assert "Mindestens 4 Vorfälle" in text_of(opens(cast.police, "incident-list", case.pk))


def test_a_judgement_is_a_criterion_by_itself(cast, given):
    case = given.assessed(given.flagged(by=cast.police))

    assert met(case, cast.case_manager) == {"judgement"}


def test_what_an_instrument_found_stays_a_criterion_until_it_finds_something_else(cast, given):
    """A short judgement of the same institution takes no result back; the instrument itself, and taking up again, do."""
    case = given.case(at=State.ASSESSED)
    completed(case, by=cast.police, level=Level.MEDIUM, answers=said(i1="yes"))
    assert "visible_high_risk" in met(case, cast.police)

    assessing.add(case, by=cast.police, level=Level.MEDIUM, reasons="Kurz.", **JUDGED)
    assert "visible_high_risk" in met(case, cast.police)

    case.reopened_at = clock.now() + DAY
    assert "visible_high_risk" not in met(case, cast.police)
    case.reopened_at = None
    completed(case, by=cast.police, level=Level.MEDIUM, answers=said(i1="no"))
    assert "visible_high_risk" in met(case, cast.police)  # what is still open settles nothing
    anew = judged(case, by=cast.police, level=Level.MEDIUM)
    all_no = said(**dict.fromkeys((f"i{number}" for number in range(1, 12)), "no"))
    assessing.answer(anew, by=cast.police, instrument="lap", answers=all_no, facts={"belief": "no"})
    assessing.complete(anew, by=cast.police)
    assert "visible_high_risk" not in met(case, cast.police)


def test_who_reads_incidents_alone_is_told_nothing_of_the_risk(cast, case, opens):
    """The prosecution's view is narrowed to incidents; level, dates and firearms stay with the readers of risk."""
    prosecution = cast.of(Kind.PROSECUTION)
    rhythm.report_change(case, by=cast.police, kind=Because.RELEASE)
    page = text_of(opens(prosecution, "incident-list", case.pk))
    assert "Haftentlassung" in page
    assert "Schusswaffen" in page

    admissions.narrow(case, by=cast.case_manager, institution=prosecution.institution, views={Section.RISK: "-"})

    page = text_of(opens(prosecution, "incident-list", case.pk))
    for hidden in ("Haftentlassung", "Schusswaffen", "Fachliche Einschätzung", "Sichtbar hohes Risiko", "Rhythmus"):
        assert hidden not in page
    assert "Häufung" in page


def test_who_does_not_read_incidents_has_no_such_page(cast, case, opens):
    assert opens(cast.of(Kind.EDUCATION), "incident-list", case.pk).status_code == 403
    assert opens(cast.stranger, "incident-list", case.pk).status_code == 404


def test_a_change_is_reported_on_its_page(cast, case, sends, opens):
    day = clock.today() + 9 * DAY

    answer = sends(cast.police, "case-report_change", case.pk, kind="order_end", on=day.isoformat())

    assert answer.status_code == 302
    assert "Ende einer Anordnung" in text_of(opens(cast.case_manager, "incident-list", case.pk))
    assert sends(cast.police, "case-report_change", case.pk, kind="incident").status_code == 422
