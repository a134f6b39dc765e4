"""What keeps a step from being taken, one scene per condition; each says so in the reader's language."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import admissions, assessing, cases, entries, flagging, lowering, measures
from fallkonferenz.cases import conditions as l
from fallkonferenz.cases.lifecycle import what_is_missing
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import Closing, Level, Relationship, State
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.models import Measure
from tests.assessing import asked_to_lower
from tests.given import ASKED, JUDGED

pytestmark = pytest.mark.django_db


def flagged(given):
    return given.flagged()


def at(state):
    return lambda given: given.case(at=state)


def high(given):
    return given.case(at=State.ASSESSED)


def medium(given):
    return given.assessed(given.case(), level=Level.MEDIUM)


def repeated(given):
    case = flagging.reopen(given.case(at=State.CLOSED), by=given.cast.police, **given.referral())
    return given.assessed(case, level=Level.MEDIUM)


def with_another_ones_proposal(given):
    case = medium(given)
    given.proposed(case, by=given.cast.police)
    return case


def with_a_new_incident(given):
    case = medium(given)
    entries.report_incident(case, by=given.cast.police, happened_at=clock.now(), source="own", text="Drohung.")
    return case


def with_own_proposal(given):
    case = medium(given)
    given.proposed(case, by=given.cast.biss)
    return case


def with_one_kind(given):
    case = given.assessed(given.flagged())
    given.planned()
    return case


def with_a_guest_without_account(given):
    case = high(given)
    with acting_as(None):
        Person.objects.filter(institution=given.cast.police.institution).update(is_active=False)
    return case


def unheard(given):
    case = given.case(at=State.CONFERENCE)
    given.measure(case, tells_person=True)
    return case


def heard(given):
    return given.held(given.case(at=State.CONFERENCE))


def agreed_without_telling(given):
    case = heard(given)
    given.measure(case)
    return case


def agreed(given):
    case = heard(given)
    given.measure(case, tells_person=True)
    return case


def with_dropped_proposal(given):
    case = heard(given)
    measures.drop(given.proposed(case, by=given.cast.police), by=given.cast.case_manager, reason="Es gibt ihn schon.")
    return case


def followed_up(given):
    """Measures of the first conference do not count for the second."""
    return given.followed_up(given.case(at=State.MEASURES))


def with_open_measure(given):
    return given.case(at=State.MEASURES)


def refused_measure(given):
    case = given.case(at=State.MEASURES)
    given.outcomes(case)
    measures.refuse(given.measure(case), by=given.cast.police, reason="Nicht zuständig.")
    return case


def all_outcomes(given):
    case = given.case(at=State.MEASURES)
    given.outcomes(case)
    return case


def thirteen_months_ago(given):
    with clock.at(timezone.now() - timedelta(days=366)):
        case = given.case()
    return cases.dismiss(case, by=given.cast.case_manager, why="error", reasons="Irrtum.")


def frozen(state):
    def scene(given):
        case = given.case(at=state)
        return cases.freeze(case, by=given.cast.case_manager, died_at=clock.now())

    return scene


def linked(given):
    case = given.case()
    other = flagging.flag_linked(case, by=given.cast.biss, relationship=Relationship.FAMILY, **given.referral())
    return cases.record_death(case, by=given.cast.case_manager, died_at=clock.now()), other


def linked_never_assessed(given):
    return linked(given)[0]


def linked_assessed_before(given):
    case = given.case()
    other = flagging.flag_linked(case, by=given.cast.biss, relationship=Relationship.FAMILY, **given.referral())
    given.assessed(other)
    return cases.record_death(case, by=given.cast.case_manager, died_at=clock.now())


# fmt: off
SCENES = (
    # step             scene                             condition that fails
    ("assess",         flagged,                          l.has_assessment),
    ("not_high_risk",  high,                             l.is_not_high),
    ("not_high_risk",  repeated,                         l.is_no_repeat),
    ("handle_alone",   repeated,                         l.is_no_repeat),
    ("handle_alone",   high,                             l.is_co_signed),
    ("handle_alone",   medium,                           l.has_own_measure),
    ("handle_alone",   with_another_ones_proposal,       l.has_own_measure),
    ("handle_alone",   with_own_proposal,                l.has_firearms_answer),
    ("not_high_risk",  with_a_new_incident,              l.is_reassessed),
    ("convene",        with_one_kind,                    l.has_two_kinds),
    ("convene",        with_a_guest_without_account,     l.has_two_kinds),
    ("convene",        high,                             l.has_planned_conference),
    ("agree_measures", unheard,                          l.was_heard),
    ("agree_measures", heard,                            l.has_new_measure),
    ("agree_measures", followed_up,                      l.was_heard),
    ("agree_measures", with_dropped_proposal,            l.has_new_measure),
    ("agree_measures", agreed_without_telling,           l.tells_the_person),
    ("agree_measures", agreed,                           l.has_lead),
    ("follow_up",      with_open_measure,                l.has_planned_conference),
    ("close",          with_open_measure,                l.has_no_open_measure),
    ("close",          refused_measure,                  l.has_no_open_measure),
    ("close",          all_outcomes,                     l.has_closing_assessment),
    ("reopen",         thirteen_months_ago,              l.is_within_twelve_months),
    ("end_sharing",    flagged,                          l.is_sharing_stopped),
    ("close_pair",     flagged,                          l.endangering_person_has_died),
    ("close_pair",     linked_never_assessed,            l.others_were_reassessed),
    ("close_pair",     linked_assessed_before,           l.others_were_reassessed),
    ("assess",         frozen(State.FLAGGED),            l.is_not_frozen),
    ("convene",        frozen(State.ASSESSED),           l.is_not_frozen),
    ("call_off",       frozen(State.CONFERENCE),         l.is_not_frozen),
    ("close",          frozen(State.MEASURES),           l.is_not_frozen),
    ("reopen",         frozen(State.CLOSED),             l.is_not_frozen),
)
# fmt: on
OF_A_REASON = {l.has_review_if_custody, l.is_lowered_if_secured}  # brought along by the act alone: tested below

ALL = {condition for step in Case._meta.get_field("state").get_all_transitions(Case) for condition in step.conditions}


@pytest.mark.parametrize(
    ("step", "scene", "condition"), SCENES, ids=[f"{step}: {scene.__name__}" for step, scene, _condition in SCENES]
)
def test_a_step_waits_for_its_condition_and_says_so(cast, given, step, scene, condition):
    case = scene(given)

    with acting_as(cast.case_manager):
        case = Case.objects.get(pk=case.pk)
        assert what_is_missing(case, step) == str(condition.reason)


def test_no_condition_is_left_without_a_scene():
    assert {condition for _step, _scene, condition in SCENES} | OF_A_REASON == ALL


@pytest.mark.parametrize("condition", sorted(ALL, key=lambda each: each.__name__), ids=lambda each: each.__name__)
def test_each_condition_says_what_is_missing_in_german(condition):
    with override("en"):
        english = str(condition.reason)
    with override("de"):
        assert str(condition.reason) != english
    assert english.endswith((".", "?"))


def test_custody_alone_closes_nothing(cast, given):
    case = all_outcomes(given)
    closing = {"by": cast.case_manager, "why": Closing.CUSTODY, "level": Level.NOT_RAISED, "reasons": "Haft.", **JUDGED}

    with pytest.raises(NotNow) as refused, transaction.atomic():
        cases.close(case, **closing)

    assert refused.value.sentence == str(l.has_review_if_custody.reason)
    assert cases.close(case, review_on=clock.today(), **closing).state == State.CLOSED


def test_nobody_closes_as_secured_past_a_level_that_nobody_lowered(cast, given):
    case = given.case(at=State.MEASURES)
    given.outcomes(case)
    closing = {"by": cast.case_manager, "level": Level.NOT_RAISED, "reasons": "Ruhig.", **JUDGED}

    with pytest.raises(NotNow) as refused, transaction.atomic():
        cases.close(case, why=Closing.SECURED, **closing)

    assert refused.value.sentence == str(l.is_lowered_if_secured.reason)
    lowering.confirm_lower(asked_to_lower(case, by=cast.police), by=cast.case_manager)
    assert cases.close(case, why=Closing.SECURED, **closing).state == State.CLOSED


def test_a_refusal_keeps_nothing_of_what_came_along(cast, given):
    """The closing assessment is written before the step fails; it must be gone with it."""
    case = with_open_measure(given)

    with pytest.raises(NotNow), transaction.atomic():
        cases.close(case, by=cast.case_manager, why=Closing.MOVED, level=Level.NOT_RAISED, reasons="Zu früh.", **JUDGED)

    with acting_as(cast.case_manager):
        assert not case.assessments.filter(closing=True).exists()


def test_at_level_high_the_recognising_institution_waits_for_the_second_signature(cast, given):
    case = high(given)
    given.proposed(case, by=cast.biss)
    cases.ask_co_signature(case, by=cast.biss)
    cases.co_sign(case, by=cast.case_manager)

    handled = cases.handle_alone(case, by=cast.biss, reassess_on=clock.today(), **ASKED)

    assert (handled.state, handled.lead) == (State.MEASURES, cast.biss.institution)
    with acting_as(cast.biss):
        assert [measure.state for measure in Measure.objects.filter(case=case)] == ["agreed"]


def test_a_raised_level_takes_the_second_signature_back(cast, given):
    case = high(given)
    cases.ask_co_signature(case, by=cast.biss)
    cases.co_sign(case, by=cast.case_manager)

    assessing.add(case, by=cast.police, level=Level.ACUTE, reasons="Neue Drohung.", **JUDGED)

    with acting_as(cast.biss):
        assert what_is_missing(Case.objects.get(pk=case.pk), "handle_alone") == str(l.is_co_signed.reason)


def test_a_repeat_goes_back_to_a_conference_and_then_may_be_handled_as_any_other(cast, given):
    case = repeated(given)
    admissions.admit(
        case, by=cast.case_manager, institution=cast.police.institution, basis="public_task", reasons="Wiederholung."
    )
    case = given.convened(case)

    case = given.held(case)

    with acting_as(cast.case_manager):
        assert not Case.objects.get(pk=case.pk).must_confer


def test_a_pair_closes_after_a_death_once_the_others_were_assessed_anew(cast, given):
    case, other = linked(given)
    given.assessed(other)

    assert cases.close_pair(case, by=cast.case_manager, reasons="Verstorben.").state == State.CLOSED
