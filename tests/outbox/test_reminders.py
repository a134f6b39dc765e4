"""What falls due is announced once, however often and by however many it is looked at."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, assessing, cases, entries, grounds, measures, reminders, rhythm, rounds
from fallkonferenz.cases.models import Admission, Case, Participation
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Because, Closing, Decision, GroundKind, Level, Source, State
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Message, Notice
from tests.audit import reading as audit_log
from tests.given import JUDGED
from tests.outbox.working import do, due, messages, sweep, told, watch
from tests.support import as_worker, beyond_row_security

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def after(time):
    return clock.at(clock.now() + time)


def kinds(people):
    return {person.institution.kind for person in people}


# Measures -----------------------------------------------------------------------------------


@pytest.fixture
def measure(cast, given):
    """In the hand of the police, due in two days."""
    given.measures_agreed(given.held(given.case(at=State.CONFERENCE)))
    with acting_as(cast.case_manager):
        return Measure.objects.get(responsible=cast.police.institution)


def test_a_measure_is_announced_a_day_before_to_who_is_responsible(measure):
    assert watch() == 0
    with after(1.5 * DAY):
        watch()
        sweep()

        assert kinds(told("measure.due")) == {Kind.POLICE, Kind.BISS}
        assert watch() == 0


def test_an_overdue_measure_is_announced_to_all_it_obliges(cast, measure):
    with after(3 * DAY):
        watch()
        sweep()

        assert messages("measure.due") == 0
        assert cast.case_manager in told("measure.overdue")
        assert cast.police in told("measure.overdue")
        assert watch() == 0


def test_a_measure_agreed_anew_is_announced_anew(cast, measure):
    with after(3 * DAY):
        watch()
        measures.overtake(measure, by=cast.police, outcome="Nicht mehr nötig.")
        measures.renew(measure, by=cast.case_manager, due_at=clock.now() + timedelta(hours=12))
        watch()

    assert Message.objects.filter(kind="measure.due", about=measure.pk).count() == 1


def test_a_measure_that_is_done_is_not_announced(cast, measure):
    measures.finish(measure, by=cast.police, outcome="Erledigt.")

    with after(3 * DAY):
        watch()

    assert not Message.objects.filter(kind="measure.overdue", about=measure.pk).exists()


def test_a_measure_refused_is_not_announced_to_who_refused_but_stays_overdue(cast, measure):
    measures.refuse(measure, by=cast.police, reason="Nicht zuständig.")

    with after(1.5 * DAY):
        watch()
        assert not Message.objects.filter(kind="measure.due", about=measure.pk).exists()
    with after(3 * DAY):
        watch()
        assert Message.objects.filter(kind="measure.overdue", about=measure.pk).exists()


# Cases --------------------------------------------------------------------------------------


def test_a_reassessment_that_is_due_is_announced_until_it_was_made(cast, given):
    case = given.assessed(given.flagged())
    on = clock.today() + 7 * DAY
    with after(DAY):
        assessing.add(case, by=cast.case_manager, level=Level.HIGH, reasons="Gleich.", reassess_on=on, **JUDGED)

    with after(8 * DAY):
        watch()
        sweep()
        assert kinds(told("case.reassess_due")) == {Kind.CASE_MANAGEMENT, Kind.BISS}
        assert watch() == 0


def test_a_new_date_is_announced_anew(cast, given):
    case = given.assessed(given.flagged())
    for days in (7, 14):
        on = clock.today() + days * DAY
        with after((days - 6) * DAY):
            assessing.add(case, by=cast.case_manager, level=Level.HIGH, reasons="Gleich.", reassess_on=on, **JUDGED)
        with after((days + 1) * DAY):
            watch()

    assert messages("case.reassess_due") == 2


def test_a_reassessment_that_nobody_makes_is_told_to_all_who_read_the_risk(cast, given):
    """A day after it fell due; at level acute four hours count. Once each, and never to who does not read the section."""
    school = cast.of(Kind.EDUCATION)
    for level, period, patience in ((Level.HIGH, 7 * DAY, DAY), (Level.ACUTE, 3 * DAY, timedelta(hours=4))):
        case = given.flagged(by=school)
        given.admitted(case, cast.police, school)
        given.assessed(case, level=level)
        before = messages("case.reassess_overdue")

        with after(period):
            watch()
        with after(period + patience - timedelta(minutes=1)):
            watch()
            assert messages("case.reassess_overdue") == before
        with after(period + patience + timedelta(minutes=1)):
            watch()
            sweep()
            assert messages("case.reassess_overdue") == before + 1
            assert kinds(told("case.reassess_overdue")) == {Kind.CASE_MANAGEMENT, Kind.POLICE}
            assert kinds(told("case.reassess_due")) == {Kind.CASE_MANAGEMENT}  # the school referred, and reads no risk
            assessing.add(case, by=cast.case_manager, level=level, reasons="Gleich.", **JUDGED)
            watch()
        assert messages("case.reassess_overdue") == before + 1


def test_a_flag_that_nobody_assesses_is_announced_and_escalated(cast, given):
    given.flagged()

    with after(3 * DAY):
        watch()
        assert messages("case.reassess_due") == 1
    with after(5 * DAY):
        watch()
        assert messages("case.reassess_overdue") == 1


def test_an_announced_release_is_told_on_its_day(at_noon, cast, given):
    case = given.assessed(given.flagged(), level=Level.NOT_RAISED)
    rhythm.report_change(case, by=cast.biss, kind=Because.RELEASE, on=clock.today() + 5 * DAY)
    sweep()
    assert kinds(told("case.report_change")) == {Kind.CASE_MANAGEMENT}

    for days, announced in ((4, 0), (5, 1)):
        with after(days * DAY):
            watch()
        assert messages("case.reassess_due") == announced


def test_a_case_that_waits_too_long_is_announced_to_the_case_management(given):
    given.assessed(given.flagged(), level=Level.ACUTE)

    with after(timedelta(hours=23)):
        watch()
        assert messages("case.wait_over") == 0
    with after(timedelta(hours=25)):
        watch()
        sweep()
        assert kinds(told("case.wait_over")) == {Kind.CASE_MANAGEMENT}


def test_a_case_that_was_convened_waits_no_longer(given):
    given.case(at=State.CONFERENCE)

    with after(15 * DAY):
        watch()

    assert messages("case.wait_over") == 0


def test_a_decision_that_is_late_is_announced_until_it_was_taken(cast, given):
    case = given.flagged()
    given.released(case, Section.VICTIM, by=cast.biss, to=cast.case_manager)
    grounds.withdraw(case, by=cast.biss, discloser=cast.biss.institution, recipient=cast.case_manager.institution)

    with after(4 * DAY):
        watch()
        assert messages("case.sharing_due") == 1
        grounds.decide(case, by=cast.case_manager, decision=Decision.ANONYMOUS)
    with after(5 * DAY):
        watch()

    assert messages("case.sharing_due") == 1


def test_reviews_are_announced_on_their_day(cast, given):
    case = given.flagged()
    cases.leave_uninformed(case, by=cast.case_manager, reasons="Gefahr.", review_on=clock.today() + 7 * DAY)
    custody = given.case(at=State.MEASURES)
    given.outcomes(custody)
    released = clock.today() + 90 * DAY
    cases.close(
        custody,
        by=cast.case_manager,
        why=Closing.CUSTODY,
        level=Level.NOT_RAISED,
        reasons="In Haft.",
        review_on=released,
        **JUDGED,
    )

    with after(8 * DAY):
        watch()
        assert messages("case.uninformed_due") == 1
        assert messages("case.review_due") == 0
    with after(91 * DAY):
        watch()
        assert messages("case.review_due") == 1


def test_a_frozen_case_announces_nothing(cast, given):
    case = given.assessed(given.flagged(), level=Level.ACUTE)
    cases.freeze(case, by=cast.case_manager, died_at=clock.now())

    with after(30 * DAY):
        watch()

    assert not Message.objects.filter(kind="case.wait_over").exists()


def test_a_reminder_has_its_entry_in_the_log(given):
    case = given.assessed(given.flagged(), level=Level.ACUTE)

    with after(timedelta(hours=25)):
        watch()

    entry = audit_log.last("outbox.remind").fields
    assert (entry["case"], entry["role"], entry["details"]["kind"]) == (str(case.pk), "system", "case.wait_over")


def test_whoever_comes_second_finds_nothing(given):
    given.assessed(given.flagged(), level=Level.ACUTE)

    with after(timedelta(hours=25)):
        (waiting,) = [task for task in reminders.REMINDING if due(task)]
        (case,) = due(waiting)
        with as_worker():
            assert waiting(case)
            assert not waiting(case)

    assert messages("case.wait_over") == 1


def test_a_new_incident_tells_the_case_management_and_asks_for_an_assessment(cast, given):
    case = given.assessed(given.flagged())
    with after(2 * DAY):
        entries.report_incident(
            case, by=cast.biss, happened_at=clock.now(), source=Source.TOLD, text="Er stand vor der Tür."
        )
        watch()
        sweep()

    assert kinds(told("case.report_incident")) == {Kind.CASE_MANAGEMENT}
    assert messages("case.reassess_due") == 1


# What runs out ------------------------------------------------------------------------------


@pytest.fixture
def limited(cast, given):
    """A case to which the police are admitted for a week."""
    case = given.flagged()
    admissions.admit(
        case,
        by=cast.case_manager,
        institution=cast.police.institution,
        basis=GroundKind.POLICE_TRANSMISSION,
        reasons="Gefahr.",
        until=clock.now() + 7 * DAY,
    )
    return case


def participates(case, person):
    return Participation.objects.filter(case=case, institution=person.institution).exists()


def test_an_admission_that_ran_out_is_removed_and_the_case_management_told(cast, limited):
    with after(6 * DAY):
        watch()
        assert participates(limited, cast.police)
    with after(8 * DAY):
        watch()
        sweep()

        assert not participates(limited, cast.police)
        assert kinds(told("admission.run_out")) == {Kind.CASE_MANAGEMENT}
    assert Admission.objects.filter(case=limited, act="ran_out", by=None).count() == 1
    entry = audit_log.last("admission.run_out").fields
    assert entry["details"] == {"institution": cast.police.institution.pk}
    assert entry["role"] == "system"


def test_an_admission_renewed_in_time_stays(cast, given, limited):
    given.admitted(limited, cast.police)

    with after(8 * DAY):
        watch()

    assert participates(limited, cast.police)


def test_notices_and_messages_are_removed_thirty_days_after_they_were_told(given):
    given.flagged()
    sweep()

    with after(29 * DAY):
        watch()
        assert Notice.objects.filter(message__kind="case.flag").exists()
    with after(31 * DAY):
        watch()
        assert not Message.objects.filter(kind="case.flag").exists()


def test_a_reminder_is_not_told_again_after_its_notices_were_removed(given):
    given.assessed(given.flagged(), level=Level.ACUTE)
    with after(2 * DAY):
        watch()
        sweep()

    with after(33 * DAY):
        watch()
        watch()

        assert messages("case.wait_over") == 1
        assert not told("case.wait_over")


def test_a_reminder_goes_when_nobody_reads_the_case(given):
    case = given.assessed(given.flagged(), level=Level.ACUTE)
    with after(2 * DAY):
        watch()
        sweep()
    with beyond_row_security():
        Participation.objects.filter(case=case).delete()

    with after(33 * DAY):
        do(rounds.expiry.forget)

    assert messages("case.wait_over") == 0
    assert Case.objects.count() == 0  # seen by nobody, but still there
