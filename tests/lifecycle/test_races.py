"""Two people press at once: they are answered one after the other, each on the true state."""

from functools import partial

import pytest

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow, Refusal
from fallkonferenz.actions import admissions, assessing, cases, conferences, flagging, grounds, measures
from fallkonferenz.cases.models import Assessment, Case, Entry, Ground
from fallkonferenz.cases.words import Closing, Dismissal, Level, Relationship, State
from fallkonferenz.conferences.models import AgendaItem
from fallkonferenz.measures.models import Measure
from tests.actions.examples import EXAMPLES
from tests.checksums import checksums
from tests.given import JUDGED
from tests.racing import losers, race, winners
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db(transaction=True)

# Steps that exclude each other, by the state they start from.
CONTESTED = (
    ("case.assess", "case.assess"),
    ("case.assess", "case.dismiss"),
    ("case.convene", "case.convene"),
    ("case.call_off", "case.call_off"),
    ("case.close", "case.close"),
    ("case.reopen", "case.reopen"),
    ("measure.accept", "measure.refuse"),
    ("measure.finish", "measure.lack_capacity"),
    ("measure.agree", "measure.drop"),
    ("entry.correct", "entry.correct"),
)


def case_of(thing):
    return thing if isinstance(thing, Case) else thing.case


@pytest.mark.parametrize(("one", "other"), CONTESTED, ids=[" against ".join(pair) for pair in CONTESTED])
def test_exactly_one_wins_and_the_other_is_told_why(cast, given, one, other):
    thing, facts = EXAMPLES[one].scene(given)
    more = EXAMPLES[other].scene(given)[1] if other != one else facts

    results = race(
        lambda: EXAMPLES[one].act(thing, by=getattr(cast, EXAMPLES[one].by), **facts),
        lambda: EXAMPLES[other].act(thing, by=getattr(cast, EXAMPLES[other].by), **more),
    )

    assert len(winners(results)) == 1, results
    (late,) = losers(results)
    assert isinstance(late, NotNow), late
    assert late.sentence


def test_of_eight_who_press_one_wins(cast, given):
    case = given.case(at=State.FLAGGED)
    dismiss = partial(cases.dismiss, case, by=cast.case_manager, why=Dismissal.ERROR, reasons="Irrtum.")

    results = race(*[dismiss] * 8)

    assert len(winners(results)) == 1
    assert {type(each) for each in losers(results)} == {NotNow}


def test_what_two_people_write_at_once_both_stays(cast, given):
    case = given.case()
    high = partial(assessing.add, case, by=cast.police, level=Level.HIGH, reasons="Drohung.", **JUDGED)
    acute = partial(assessing.add, case, by=cast.biss, level=Level.ACUTE, reasons="Würgen.", **JUDGED)

    assert not losers(race(high, acute))

    with acting_as(cast.case_manager):
        assert Assessment.objects.filter(case=case).count() == 2
        assert Case.objects.get(pk=case.pk).level == Level.ACUTE


def test_linked_cases_lose_nothing_to_each_other(cast, given):
    """One moves both cases together while somebody else writes to the linked one."""
    case = given.case(at=State.ASSESSED)
    told = {"relationship": Relationship.FAMILY, **given.referral()}
    linked = given.assessed(flagging.flag_linked(case, by=cast.biss, **told))
    given.admitted(linked, cast.police)
    meeting = EXAMPLES["case.convene"].scene(given)[1]

    results = race(
        partial(conferences.convene, case, by=cast.case_manager, **meeting),
        partial(assessing.add, linked, by=cast.biss, level=Level.ACUTE, reasons="Würgen.", **JUDGED),
        partial(cases.leave_uninformed, linked, by=cast.case_manager, reasons="Gefahr.", review_on=clock.today()),
    )

    assert not losers(results)
    with acting_as(cast.case_manager):
        now = Case.objects.get(pk=linked.pk)
    assert (now.state, now.level) == (State.CONFERENCE, Level.ACUTE)
    assert now.uninformed_review_on is not None


def test_two_linked_cases_moved_from_both_sides_do_not_lock_each_other_out(cast, given):
    case = given.case(at=State.ASSESSED)
    told = {"relationship": Relationship.FAMILY, **given.referral()}
    linked = given.assessed(flagging.flag_linked(case, by=cast.biss, **told))
    given.admitted(linked, cast.police)
    meeting = EXAMPLES["case.convene"].scene(given)[1]

    results = race(
        partial(conferences.convene, case, by=cast.case_manager, **meeting),
        partial(conferences.convene, linked, by=cast.case_manager, **meeting),
    )

    assert len(winners(results)) == 1, results
    assert isinstance(losers(results)[0], Refusal), results
    with beyond_row_security():
        assert AgendaItem.objects.filter(case__in=[case, linked]).count() == 2


def test_who_is_put_out_while_writing_either_wrote_before_or_not_at_all(cast, given):
    case = given.case()
    results = race(
        partial(admissions.withdraw, case, by=cast.case_manager, institution=cast.police.institution),
        partial(given.entry, case, by=cast.police, section="risk", text="Im letzten Augenblick."),
    )

    assert isinstance(results[0], Case), results
    with beyond_row_security():
        written = Entry.objects.filter(case=case, institution=cast.police.institution).count()
    assert written == len(winners(results)) - 1
    assert all(isinstance(each, Refusal) for each in losers(results)), results


def test_a_ground_is_withdrawn_once(cast, given):
    case = given.case()
    given.released(case, "risk", by=cast.biss, to=cast.police)
    between = {"discloser": cast.biss.institution, "recipient": cast.police.institution}

    results = race(*[partial(grounds.withdraw, case, by=cast.biss, **between)] * 2)

    assert len(winners(results)) == 1
    with beyond_row_security():
        assert Ground.objects.filter(case=case, withdrawn_at=None).count() == 0


def test_the_case_is_not_closed_over_a_measure_that_is_just_being_added(cast, given):
    case = given.case(at=State.MEASURES)
    given.outcomes(case)
    closing = {"why": Closing.MOVED, "level": Level.NOT_RAISED, "reasons": "Übergabe.", **JUDGED}

    results = race(
        partial(cases.close, case, by=cast.case_manager, **closing),
        partial(given.measure, case, responsible=cast.biss),
    )

    assert len(winners(results)) == 1, results
    with beyond_row_security():
        is_closed = Case.objects.get(pk=case.pk).state == State.CLOSED
        assert Measure.objects.filter(case=case).open().exists() != is_closed


def test_a_refused_step_leaves_no_trace_but_its_own_refusal(cast, given):
    case = given.case(at=State.CONFERENCE)
    before = checksums()

    results = race(*[partial(measures.add, case, by=cast.police, responsible=cast.police.institution)] * 2)

    assert len(losers(results)) == 2
    assert checksums() == before
