"""When a case is assessed anew: by level, no level exempt, at once when something changes, never past its date unnoticed."""

from datetime import UTC, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import assessing, cases, entries, flagging, lowering, rhythm
from fallkonferenz.cases.models import Case, Reassessment
from fallkonferenz.cases.words import CHANGES, Because, Closing, Level, State
from fallkonferenz.institutions.models import Region
from risk.rhythm import LONGEST
from tests.assessing import asked_to_lower
from tests.given import ASKED, JUDGED
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# Not long ago: by the database's own clock what has ended is still to be seen.
NOW = (timezone.localtime() - 2 * DAY).replace(hour=9, minute=30, second=0, microsecond=0).astimezone(UTC)


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


def waiting(case):
    """What is open, by reason."""
    with beyond_row_security():
        return dict(Reassessment.objects.open().filter(case=case).values_list("because", "due_at"))


def assesses(case, by, level=Level.HIGH, **more):
    return assessing.add(case, by=by, level=level, reasons="Weiterhin.", **JUDGED, **more)


def reports_incident(case, by):
    entries.report_incident(case, by=by, happened_at=clock.now(), source="own", text="Stand vor der Tür.")


def beginning(day):
    return timezone.localtime(day).replace(hour=0, minute=0, second=0, microsecond=0)


def test_no_level_is_exempt(given):
    for level, period in LONGEST.items():
        case = given.assessed(given.flagged(), level=level)
        assert waiting(case) == {"level": NOW + period}


def test_a_region_asks_for_it_sooner(cast, given):
    Region.objects.filter(pk=cast.biss.institution.region_id).update(reassess_hours_acute=24, reassess_days_medium=14)

    assert waiting(given.assessed(given.flagged(), level=Level.ACUTE)) == {"level": NOW + DAY}
    assert waiting(given.assessed(given.flagged(), level=Level.MEDIUM)) == {"level": NOW + 14 * DAY}


def test_a_flag_that_nobody_has_assessed_is_due_like_an_acute_case(given):
    assert waiting(given.flagged()) == {"flagged": NOW + LONGEST["acute"]}


def test_an_assessment_settles_what_was_due_and_says_by_which(cast, given):
    case = given.assessed(given.flagged())
    with clock.at(NOW + 2 * DAY):
        reports_incident(case, cast.biss)
        assert waiting(case)["incident"] == NOW + 2 * DAY

        made = assesses(case, cast.biss)

    assert waiting(case) == {"level": NOW + 9 * DAY}
    with acting_as(cast.biss):
        settled = case.reassessments.filter(settled_by=made.pk)
        assert {row.because for row in settled} == {"level", "incident"}


def test_a_raised_level_shortens_what_was_waiting(cast, given):
    case = given.assessed(given.flagged(), level=Level.NOT_RAISED)

    assesses(case, cast.biss, Level.ACUTE)

    assert waiting(case) == {"level": NOW + LONGEST["acute"]}


def test_a_level_lowered_by_two_has_the_rhythm_of_the_assessment_it_rests_on(cast, given):
    case = given.case(at=State.ASSESSED)
    with clock.at(NOW + DAY):
        asked = asked_to_lower(case, by=cast.case_manager)
    with clock.at(NOW + 2 * DAY):
        lowering.confirm_lower(asked, by=cast.police)

    assert waiting(case) == {"level": NOW + 31 * DAY}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_asks_for_an_assessment_at_once(cast, given, kind):
    case = given.assessed(given.case())

    rhythm.report_change(case, by=cast.police, kind=kind)
    rhythm.report_change(case, by=cast.biss, kind=kind, on=NOW.date())

    assert waiting(case)[kind] == NOW
    with acting_as(cast.biss):
        assert case.reassessments.due().count() == 1


def test_an_announced_change_waits_for_its_day_whatever_is_assessed_before(cast, given):
    case = given.assessed(given.flagged())
    release = (NOW + 4 * DAY).date()
    rhythm.report_change(case, by=cast.biss, kind=Because.RELEASE, on=release)

    with clock.at(NOW + DAY):
        assesses(case, cast.biss)
        assert waiting(case) == {"release": beginning(NOW + 4 * DAY), "level": NOW + 8 * DAY}
    with clock.at(NOW + 4 * DAY):
        assesses(case, cast.biss)
        assert set(waiting(case)) == {"level"}


def test_only_what_is_in_the_list_is_a_change_and_only_in_an_open_case(cast, given):
    for kind in (Because.INCIDENT, Because.LEVEL, "move"):
        with pytest.raises(NotNow), transaction.atomic():
            rhythm.report_change(given.flagged(), by=cast.biss, kind=kind)
    with pytest.raises(NotNow), transaction.atomic():
        rhythm.report_change(given.case(at=State.CLOSED), by=cast.biss, kind=Because.RELEASE)


def test_a_date_may_be_set_sooner_than_the_rhythm_and_never_later(cast, given):
    case = given.assessed(given.flagged())

    for days, sentence in ((8, "spätestens"), (-1, "Zukunft")):
        with pytest.raises(NotNow, match=sentence), transaction.atomic():
            assesses(case, cast.biss, reassess_on=(NOW + days * DAY).date())
    assesses(case, cast.biss, reassess_on=(NOW + 3 * DAY).date())

    assert waiting(case) == {"date": beginning(NOW + 3 * DAY), "level": NOW + 7 * DAY}


def test_a_case_is_not_closed_past_its_date_and_the_closing_assessment_counts(cast, given):
    case = given.assessed(given.flagged(), level=Level.MEDIUM)
    closing = {"counselling": cast.biss.institution, "reasons": "Regelberatung.", **ASKED}
    with clock.at(NOW + 31 * DAY):
        with pytest.raises(NotNow, match="Neueinschätzung"), transaction.atomic():
            cases.not_high_risk(case, by=cast.case_manager, **closing)
        assesses(case, cast.case_manager, Level.MEDIUM)
        assert cases.not_high_risk(case, by=cast.case_manager, **closing).state == State.CLOSED

    other = given.case(at=State.MEASURES)
    given.outcomes(other)
    with clock.at(NOW + 31 * DAY):
        why = {"why": Closing.MOVED, "level": Level.HIGH, "reasons": "Übergabe."}
        with pytest.raises(NotNow, match="Neueinschätzung"), transaction.atomic():
            cases.close(other, by=cast.case_manager, **why, **JUDGED)
        assesses(other, cast.case_manager, Level.HIGH)
        assert cases.close(other, by=cast.case_manager, **why, **JUDGED).state == State.CLOSED
    assert waiting(case) == waiting(other) == {}


def test_after_an_end_nothing_is_due_until_the_pair_is_taken_up_again(cast, given):
    case = cases.dismiss(given.flagged(), by=cast.case_manager, why="error", reasons="Irrtum.")
    assert waiting(case) == {}

    with clock.at(NOW + DAY):
        flagging.reopen(case, by=cast.biss, **given.referral())

    assert waiting(case) == {"flagged": NOW + DAY + LONGEST["acute"]}


def test_a_further_referral_asks_for_an_assessment_at_once(cast, given):
    case = given.case(at=State.ASSESSED)
    told = {"named_code": case.code, "relationship": case.relationship, **given.referral()}

    flagging.flag(by=cast.shelter, **told)

    assert waiting(case)["incident"] == NOW


def test_the_database_keeps_what_was_settled(cast, given):
    """Nobody takes a date back, moves it, or unsettles it."""
    case = given.assessed(given.flagged())
    with acting_as(cast.biss):
        rows = Reassessment.objects.filter(case=case)
        assert rows.exclude(settled_at=None).update(settled_at=None, settled_by=None) == 0
        for act in (rows.delete, lambda: rows.update(due_at=NOW + 99 * DAY)):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                act()
    with acting_as(cast.stranger):
        assert not Reassessment.objects.filter(case=case).exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Reassessment.objects.create(case=Case(pk=case.pk), because=Because.DATE, due_at=NOW)
