"""Nothing that happened is settled by who did not know of it, silenced by what was told before, or lost at the end of a case."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import assessing, cases, entries, flagging, institutions, lowering, rhythm, start
from fallkonferenz.cases.models import Reassessment
from fallkonferenz.cases.words import Because, Level, State
from tests.assessing import asked_to_lower, judged
from tests.given import ASKED, JUDGED
from tests.outbox.working import messages, sweep, told, watch
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RHYTHM = ("reassess_hours_acute", "reassess_days_high", "reassess_days_medium", "reassess_days_not_raised")


def after(time):
    return clock.at(clock.now() + time)


def waiting(case):
    with beyond_row_security():
        return sorted(Reassessment.objects.open().filter(case=case).values_list("because", flat=True))


def reports_incident(case, by):
    entries.report_incident(case, by=by, happened_at=clock.now(), source="own", text="Messer.")


def test_a_judgement_from_before_an_incident_does_not_settle_it(cast, given):
    case = given.assessed(given.flagged(by=cast.police), level=Level.MEDIUM)
    made = judged(case, by=cast.police)
    with after(2 * DAY):
        reports_incident(case, cast.police)
        with after(timedelta(minutes=1)):
            assessing.complete(made, by=cast.police)
            assert waiting(case) == ["incident", "level"]
        with after(timedelta(minutes=2)):
            assessing.add(case, by=cast.police, level=Level.MEDIUM, reasons="Weiterhin.", **JUDGED)
            assert waiting(case) == ["level"]


def test_a_second_incident_is_due_by_itself(cast, given):
    case = given.assessed(given.flagged(by=cast.police), level=Level.MEDIUM)
    reports_incident(case, cast.police)
    with after(DAY):
        made = judged(case, by=cast.police)
    with after(2 * DAY):
        reports_incident(case, cast.police)
        assessing.complete(made, by=cast.police)

        assert waiting(case) == ["incident", "level"]


def test_a_judgement_from_before_the_end_of_a_case_assesses_nothing_after_it(cast, given):
    case = given.flagged(by=cast.police)
    made = judged(case, by=cast.police)
    cases.dismiss(case, by=cast.case_manager, why="error", reasons="Irrtum.")
    with after(3 * DAY):
        flagging.reopen(case, by=cast.police, **given.referral())
        with pytest.raises(NotNow, match="wieder aufgenommen"), transaction.atomic():
            assessing.complete(made, by=cast.police)
        assert waiting(case) == ["flagged"]


def test_an_incident_in_a_closed_case_is_announced_and_stands_on_the_start_page(cast, given):
    case = given.case(at=State.CLOSED)
    assert case not in start.overview(by=cast.case_manager).cases
    reports_incident(case, cast.police)

    watch()
    sweep()

    assert messages("case.reassess_due") == 1
    assert cast.case_manager in told("case.reassess_due")
    assert case in start.overview(by=cast.case_manager).cases


def test_a_frozen_case_waits_for_nobody(cast, given):
    case = given.assessed(given.flagged(by=cast.police), level=Level.MEDIUM)
    rhythm.report_change(case, by=cast.police, kind=Because.SEPARATION)
    cases.freeze(case, by=cast.case_manager, died_at=clock.now())

    assert case not in start.overview(by=cast.case_manager).cases


def test_a_change_is_told_whatever_was_told_before(at_noon, cast, given):
    case = given.assessed(given.flagged(by=cast.police), level=Level.MEDIUM)
    rhythm.report_change(case, by=cast.police, kind=Because.RELEASE, on=clock.today() + 40 * DAY)

    for days, due, overdue in ((30.5, 1, 0), (33, 1, 1), (40, 2, 2), (42, 2, 4)):
        with after(days * DAY):
            watch()
            assert (messages("case.reassess_due"), messages("case.reassess_overdue")) == (due, overdue), days


def test_lowering_keeps_a_day_that_people_set_and_a_release_to_come(cast, given):
    case = given.assessed(given.flagged(by=cast.police), level=Level.HIGH)
    on = clock.today() + 3 * DAY
    rhythm.report_change(case, by=cast.police, kind=Because.RELEASE, on=on)
    with after(DAY):
        asked = asked_to_lower(case, by=cast.police)
        with acting_as(cast.police):
            rhythm.plan_for(case, on)
        lowering.confirm_lower(asked, by=cast.case_manager)

        assert waiting(case) == ["date", "level", "release"]


def test_a_region_that_shortens_its_rhythm_shortens_what_is_running(cast, given):
    """Never the other way round, and no day that people set."""
    case = given.assessed(given.flagged(by=cast.police), level=Level.MEDIUM)
    on = clock.today() + 20 * DAY
    rhythm.report_change(case, by=cast.police, kind=Because.RELEASE, on=on)
    region = cast.police.institution.region
    settings = {name: getattr(region, name) for name in RHYTHM}

    for days, left in ((3, 3), (30, 3)):
        settings["reassess_days_medium"] = days
        institutions.change_region(region, by=cast.administrator, name=region.name, **settings)

        with beyond_row_security():
            dates = {row.because: row for row in Reassessment.objects.open().filter(case=case)}
        assert dates["level"].due_at - dates["level"].made_at == left * DAY
        assert timezone.localdate(dates["release"].due_at) == on


def test_an_announced_release_is_told_on_its_day_also_after_the_case_was_closed(cast, given):
    for dismissed in (False, True):
        case = given.flagged(by=cast.police)
        rhythm.report_change(case, by=cast.police, kind=Because.RELEASE, on=clock.today() + 20 * DAY)
        before = messages("case.reassess_due")
        if dismissed:
            cases.dismiss(case, by=cast.case_manager, why="error", reasons="Irrtum.")
        else:
            given.assessed(case, level=Level.MEDIUM)
            going_on = {"counselling": cast.biss.institution, "reasons": "Regelberatung."}
            cases.not_high_risk(case, by=cast.case_manager, **going_on, **ASKED)

        with after(20 * DAY):
            watch()

        assert waiting(case) == ([] if dismissed else ["release"])
        assert messages("case.reassess_due") - before == (0 if dismissed else 1)
