"""Nobody forgets an assessment that was begun: it hides what others assess for as long as it is open."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.actions import admissions, assessing, cases
from fallkonferenz.actions.unfinished import MEANWHILE, OPEN
from tests.assessing import begun, completed, judged
from tests.outbox.working import mailed, messages, sweep, told, watch

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def after(time):
    return clock.at(clock.now() + time)


@pytest.fixture
def case(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    return case


def reminded(time) -> int:
    with after(time):
        watch()
        watch()
    return messages(OPEN)


# Reminding ----------------------------------------------------------------------------------


def test_an_open_assessment_is_reminded_of_after_a_day_and_then_each_day(cast, case):
    begun(case, by=cast.police)

    assert [reminded(time) for time in (DAY - MINUTE, DAY, 2 * DAY - MINUTE, 2 * DAY, 5 * DAY)] == [0, 1, 1, 2, 3]


def test_who_can_go_on_is_reminded_by_a_notice_and_a_mail_and_nobody_else(cast, case):
    begun(case, by=cast.police)

    with after(DAY):
        watch()
        sweep()

    assert told(OPEN) == {cast.police, cast.named("police-a-deputy")}
    assert {cast.police.email, cast.named("police-a-deputy").email} <= set(mailed())


def test_whoever_began_it_is_reminded_also_when_the_institution_may_not_write_any_more(cast, case):
    begun(case, by=cast.police)
    admissions.narrow(case, by=cast.case_manager, institution=cast.police.institution, views={"risk": "r"})

    with after(DAY):
        watch()
        sweep()

    assert told(OPEN) == {cast.police}


@pytest.mark.parametrize("end", [assessing.complete, assessing.discard])
def test_what_has_ended_is_not_reminded_of(cast, case, end):
    end(judged(case, by=cast.police), by=cast.police)

    assert reminded(3 * DAY) == 0


def test_it_is_reminded_of_in_a_closed_case_too_and_not_in_a_frozen_one(cast, case, given):
    begun(case, by=cast.police)
    cases.dismiss(case, by=cast.case_manager, why="error", reasons="Irrtum.")
    frozen = given.flagged(by=cast.police)
    begun(frozen, by=cast.police)
    cases.freeze(frozen, by=cast.case_manager, died_at=clock.now())

    assert reminded(DAY) == 1


def test_nobody_is_reminded_whose_admission_has_ended(cast, case):
    begun(case, by=cast.police)
    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    assert reminded(DAY) == 0


# Meanwhile ----------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [assessing.complete, assessing.discard])
def test_that_others_assessed_meanwhile_is_told_once_when_the_own_has_ended(cast, case, end):
    own = judged(case, by=cast.police)
    with after(MINUTE):
        completed(case, by=cast.case_manager)
        completed(case, by=cast.case_manager)
        sweep()
        assert cast.police not in told("assessment.add")
        end(own, by=cast.police)
        sweep()

    assert messages(MEANWHILE) == 1
    assert told(MEANWHILE) == {cast.police, cast.named("police-a-deputy")}


@pytest.mark.parametrize("end", [assessing.complete, assessing.discard])
def test_nothing_is_told_if_nobody_else_assessed_meanwhile(cast, case, end):
    completed(case, by=cast.case_manager)
    with after(MINUTE):
        own = judged(case, by=cast.police)
    with after(2 * MINUTE):
        begun(case, by=cast.case_manager)
        end(own, by=cast.police)

    assert messages(MEANWHILE) == 0


def test_nothing_is_told_of_an_assessment_that_may_not_be_read(cast, case):
    """A counselling centre's is a confidence: no ground opens it to the police."""
    own = judged(case, by=cast.police)
    with after(MINUTE):
        completed(case, by=cast.biss)
        assessing.complete(own, by=cast.police)

    assert messages(MEANWHILE) == 0
