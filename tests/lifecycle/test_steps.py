"""Every pair of states and every step: what follows, told a second time, and that nothing else does."""

import pytest
from django.db import transaction
from django_fsm import TransitionNotAllowed, can_proceed

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import gate
from fallkonferenz.cases.lifecycle import legal_steps
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import State
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import Conference
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import Measure
from tests.actions.examples import EXAMPLES

# state: {step: what it leads to}
CASE = {
    "flagged": {"assess": "assessed", "dismiss": "closed", "end_sharing": "closed", "close_pair": "closed"},
    "assessed": {
        "not_high_risk": "closed",
        "handle_alone": "measures",
        "convene": "conference",
        "end_sharing": "closed",
        "close_pair": "closed",
    },
    "conference": {
        "call_off": "assessed",
        "agree_measures": "measures",
        "end_sharing": "closed",
        "close_pair": "closed",
    },
    "measures": {"follow_up": "conference", "close": "closed", "end_sharing": "closed", "close_pair": "closed"},
    "closed": {"reopen": "flagged"},
}
MEASURE = {
    "proposed": {"agree": "agreed", "drop": "dropped"},
    "agreed": {
        "accept": "accepted",
        "refuse": "refused",
        "finish": "done",
        "overtake": "overtaken",
        "decline": "declined",
        "not_undertake": "not_undertaken",
        "lack_capacity": "no_capacity",
    },
    "accepted": {
        "finish": "done",
        "overtake": "overtaken",
        "decline": "declined",
        "not_undertake": "not_undertaken",
        "lack_capacity": "no_capacity",
    },
    "refused": {"overtake": "overtaken", "decline": "declined", "renew": "agreed"},
    "overtaken": {"renew": "agreed"},
    "not_undertaken": {"renew": "agreed"},
    "no_capacity": {"renew": "agreed"},
    "done": {},
    "declined": {},
    "dropped": {},
}
CONFERENCE = {"planned": {"hold": "held", "call_off": "called_off"}, "held": {}, "called_off": {}}

MACHINES = ((Case, State, CASE), (Measure, MeasureState, MEASURE), (Conference, ConferenceState, CONFERENCE))


def steps_of(table):
    return sorted({step for steps in table.values() for step in steps})


EVERY_STEP_FROM_EVERY_STATE = [
    pytest.param(model, state, step, table[state].get(step), id=f"{model.__name__}: {step} from {state}")
    for model, states, table in MACHINES
    for state in states
    for step in steps_of(table)
]


@pytest.mark.parametrize(("model", "state", "step", "target"), EVERY_STEP_FROM_EVERY_STATE)
def test_a_step_follows_from_its_states_and_from_no_other(model, state, step, target):
    thing = model(state=state)

    assert can_proceed(getattr(thing, step), check_conditions=False) == (target is not None)
    if target is None:
        with pytest.raises(TransitionNotAllowed):
            getattr(thing, step)()
        assert thing.state == state


@pytest.mark.parametrize(("model", "states", "table"), MACHINES)
def test_each_machine_has_exactly_these_steps(model, states, table):
    transitions = model._meta.get_field("state").get_all_transitions(model)

    assert {(each.source, each.name, each.target) for each in transitions} == {
        (state, step, target) for state, steps in table.items() for step, target in steps.items()
    }
    assert table.keys() == set(states.values)


@pytest.mark.parametrize("model", [Case, Measure, Conference])
def test_no_state_is_set_by_hand(model):
    with pytest.raises(AttributeError):
        model().state = "closed"


def test_legal_steps_are_the_pairs_of_the_machine():
    assert legal_steps(Case) == {(source, target) for source, steps in CASE.items() for target in steps.values()}


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_an_action_out_of_turn_is_refused_and_changes_nothing(cast, given, state):
    case = given.case(at=state)
    out_of_turn = [step for step in steps_of(CASE) if step not in CASE[state]]

    for step in out_of_turn:
        by = getattr(cast, EXAMPLES[f"case.{step}"].by)
        with pytest.raises(NotNow) as refused, transaction.atomic():
            gate.ACTIONS[f"case.{step}"](case, by=by)
        assert refused.value.sentence
    with acting_as(cast.case_manager):
        assert Case.objects.get(pk=case.pk).state == state
