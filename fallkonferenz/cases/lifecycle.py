"""The state machine of a case: flagged, assessed, conference, measures, closed.

A step says only what becomes true. Rights, log and mail stand around it, in the gate.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from fallkonferenz.cases.asking import asked
from fallkonferenz.cases.conditions import (
    endangering_person_has_died,
    has_assessment,
    has_closing_assessment,
    has_firearms_answer,
    has_lead,
    has_new_measure,
    has_no_open_measure,
    has_own_measure,
    has_planned_conference,
    has_review_if_custody,
    has_two_kinds,
    is_co_signed,
    is_lowered_if_secured,
    is_no_repeat,
    is_not_frozen,
    is_not_high,
    is_reassessed,
    is_sharing_stopped,
    is_within_twelve_months,
    others_were_reassessed,
    tells_the_person,
    was_heard,
)
from fallkonferenz.cases.words import OPEN_STATES, State

# Facts that the step's own form brings along; before it is filled in they are not missing.
BROUGHT_ALONG = {
    "assess": (has_assessment, has_firearms_answer),
    "not_high_risk": (has_firearms_answer,),
    "handle_alone": (has_firearms_answer,),
    "convene": (has_planned_conference, has_firearms_answer),
    "agree_measures": (has_lead, has_firearms_answer),
    "follow_up": (has_planned_conference, has_firearms_answer),
    "close": (has_closing_assessment, has_review_if_custody, is_lowered_if_secured, has_firearms_answer),
}


class Lifecycle(models.Model):
    """Which step may follow which. Field names of facts are those of ``Case``."""

    state = FSMField(_("state"), default=State.FLAGGED, choices=State.choices, protected=True)

    class Meta:
        abstract = True

    @transition(
        state,
        source=State.FLAGGED,
        target=State.ASSESSED,
        conditions=[is_not_frozen, has_assessment, has_firearms_answer],
    )
    def assess(self): ...

    @transition(state, source=State.FLAGGED, target=State.CLOSED, conditions=[is_not_frozen])
    def dismiss(self): ...

    @transition(
        state,
        source=State.ASSESSED,
        target=State.CLOSED,
        conditions=[is_not_frozen, is_no_repeat, is_not_high, is_reassessed, has_firearms_answer],
    )
    def not_high_risk(self): ...

    @transition(
        state,
        source=State.ASSESSED,
        target=State.MEASURES,
        conditions=[is_not_frozen, is_no_repeat, is_co_signed, has_own_measure, has_firearms_answer],
    )
    def handle_alone(self): ...

    @transition(
        state,
        source=State.ASSESSED,
        target=State.CONFERENCE,
        conditions=[is_not_frozen, has_two_kinds, has_planned_conference, has_firearms_answer],
    )
    def convene(self): ...

    @transition(state, source=State.CONFERENCE, target=State.ASSESSED, conditions=[is_not_frozen])
    def call_off(self): ...

    @transition(
        state,
        source=State.CONFERENCE,
        target=State.MEASURES,
        conditions=[is_not_frozen, was_heard, has_new_measure, tells_the_person, has_lead, has_firearms_answer],
    )
    def agree_measures(self): ...

    @transition(
        state,
        source=State.MEASURES,
        target=State.CONFERENCE,
        conditions=[is_not_frozen, has_two_kinds, has_planned_conference, has_firearms_answer],
    )
    def follow_up(self): ...

    @transition(
        state,
        source=State.MEASURES,
        target=State.CLOSED,
        conditions=[
            is_not_frozen,
            has_no_open_measure,
            has_closing_assessment,
            has_review_if_custody,
            is_lowered_if_secured,
            is_reassessed,
            has_firearms_answer,
        ],
    )
    def close(self): ...

    @transition(state, source=list(OPEN_STATES), target=State.CLOSED, conditions=[is_not_frozen, is_sharing_stopped])
    def end_sharing(self): ...

    @transition(
        state,
        source=list(OPEN_STATES),
        target=State.CLOSED,
        conditions=[is_not_frozen, endangering_person_has_died, others_were_reassessed],
    )
    def close_pair(self): ...

    @transition(state, source=State.CLOSED, target=State.FLAGGED, conditions=[is_not_frozen, is_within_twelve_months])
    def reopen(self): ...


def legal_steps(model: type[Lifecycle]) -> set[tuple[str, str]]:
    """All (source, target) pairs of the machine; the trigger in the database holds the same ones."""
    return {(step.source, step.target) for step in model._meta.get_field("state").get_all_transitions(model)}


def what_is_missing(
    case: Lifecycle, step: str, *, before_form: bool = False, holds: Callable[[Callable, Any], bool] = asked
) -> str:
    """The sentence of the first condition that keeps ``step`` from being taken now, or an empty string.

    ``before_form`` leaves out what the step's own form will bring; ``holds`` may know answers already.
    """
    transitions = {
        found.source: found
        for found in case._meta.get_field("state").get_all_transitions(type(case))
        if found.name == step
    }
    if case.state not in transitions:
        return _("This step does not follow from the state “%(state)s”.") % {"state": case.get_state_display()}
    brought = BROUGHT_ALONG.get(step, ()) if before_form else ()
    failing = (test for test in transitions[case.state].conditions if test not in brought and not holds(test, case))
    return str(next((test.reason for test in failing), ""))
