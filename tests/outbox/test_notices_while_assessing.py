"""Who assesses is told of nothing that follows from what others found, and of what still stands as soon as it has ended."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.access.recipients import WHO
from fallkonferenz.actions import assessing, grounds
from fallkonferenz.actions.unfinished import MEANWHILE, OPEN
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level
from tests.assessing import begun, judged
from tests.given import JUDGED
from tests.outbox.working import sweep, told, watch

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAYS = [timedelta(days=days) for days in (2, 4, 5)]  # at acute: due after three, escalated since


def after(time):
    return clock.at(clock.now() + time)


def days_go_by(*, till=DAYS[-1]):
    for time in DAYS:
        if time <= till:
            with after(time):
                watch()
                sweep()


def kinds_told(person) -> set[str]:
    return {kind for kind in WHO if person in told(kind)}


def acute(case, *, by):
    return assessing.add(case, by=by, level=Level.ACUTE, reasons="Messer.", **JUDGED)


@pytest.fixture
def case(given):
    return given.assessed(given.case(), level=Level.MEDIUM)


@pytest.mark.parametrize("who", ["case_manager", "biss"])
def test_no_kind_of_notice_tells_that_others_found_a_higher_level(cast, case, who):
    person = getattr(cast, who)
    begun(case, by=person)
    sweep()
    before = kinds_told(person)
    with after(HOUR):
        acute(case, by=cast.police)
    days_go_by()

    assert kinds_told(person) - before == {OPEN}
    assert cast.police in told("case.reassess_overdue")


def test_as_soon_as_the_own_one_has_ended_what_is_still_due_is_told(cast, case):
    own = begun(case, by=cast.case_manager)
    with after(HOUR):
        acute(case, by=cast.police)
    days_go_by(till=DAYS[1])
    with after(DAYS[1] + HOUR):
        assessing.discard(own, by=cast.case_manager)
        watch()
        sweep()

    assert {MEANWHILE, "case.wait_over"} <= kinds_told(cast.case_manager)
    days_go_by()
    assert "case.reassess_overdue" in kinds_told(cast.case_manager)


def test_that_others_assessed_waits_for_the_end_of_the_next_one_if_one_has_begun_anew(cast, case):
    own = begun(case, by=cast.police)
    with after(HOUR):
        acute(case, by=cast.case_manager)
        assessing.discard(own, by=cast.police)
        again = begun(case, by=cast.police)
        sweep()
    assert told(MEANWHILE) == set()

    with after(3 * HOUR):
        sweep()
        assert told(MEANWHILE) == set()
        assessing.discard(again, by=cast.police)
    with after(5 * HOUR):
        sweep()
    assert cast.police in told(MEANWHILE)


def test_that_others_assessed_is_told_to_nobody_who_may_not_read_it_any_more(cast, given):
    flag = given.case()
    given.released(flag, Section.RISK, by=cast.biss, to=cast.police)
    own = begun(flag, by=cast.police)
    with after(HOUR):
        acute(flag, by=cast.biss)
        assessing.discard(own, by=cast.police)
        parties = {"discloser": cast.biss.institution, "recipient": cast.police.institution}
        grounds.withdraw(flag, by=cast.biss, **parties)
        sweep()

    assert told(MEANWHILE) == set()


def test_a_reminder_of_an_open_one_is_not_told_once_it_has_ended(cast, case):
    own = judged(case, by=cast.police)
    with after(DAYS[0]):
        watch()
        assessing.complete(own, by=cast.police)
        sweep()

    assert told(OPEN) == set()
