"""The state machine of a case: flagged, assessed, conference, measures, closed.

A step says only what becomes true. Rights, log and mail stand around it, in the gate.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from fallkonferenz import clock
from fallkonferenz.cases.asking import asked, there_is, there_is_no
from fallkonferenz.cases.words import HIGH_LEVELS, OPEN_STATES, Closing, State

# A repeat runs from the last referral, per pair (SafeLives, definition of a repeat).
REPEAT_WINDOW = timedelta(days=365)
REPEAT = _("A repeat goes back to a conference, whatever the level.")
FROZEN = _("The case is frozen: it is kept unchanged.")


@there_is
def has_assessment(case):
    """Since it was flagged: what was known before a further incident is no assessment of it."""
    return case.assessments.filter(at__gte=case.state_since)


def is_not_high(case) -> bool:
    return case.level not in HIGH_LEVELS


def is_no_repeat(case) -> bool:
    return not case.must_confer


def is_co_signed(case) -> bool:
    return is_not_high(case) or case.co_signed_at is not None


@there_is
def has_own_measure(case):
    return case.measures.proposed().filter(responsible=case.recognised_by_id)


def has_reassessment_date(case) -> bool:
    return case.reassess_on is not None


@there_is
def has_two_kinds(case):
    """A second one besides the first."""
    return case.participations.kinds_that_can_come()[1:2]


@there_is
def has_planned_conference(case):
    return case.agenda_items.planned()


@there_is
def was_heard(case):
    return case.agenda_items.heard_since(case.state_since)


@there_is
def has_new_measure(case):
    return case.measures.model.objects.agreed_this_time(case.round())


@there_is
def tells_the_person(case):
    return case.measures.model.objects.agreed_this_time(case.round()).filter(tells_person=True)


def has_lead(case) -> bool:
    return case.lead_id is not None


@there_is_no
def has_no_open_measure(case):
    return case.measures.open()


@there_is
def has_closing_assessment(case):
    return case.assessments.filter(closing=True, at__gte=case.state_since)


def has_review_if_custody(case) -> bool:
    return case.closing != Closing.CUSTODY or case.review_on is not None


def is_within_twelve_months(case) -> bool:
    return clock.now() - case.last_referral_at <= REPEAT_WINDOW


def is_not_frozen(case) -> bool:
    return case.frozen_at is None


def is_sharing_stopped(case) -> bool:
    return case.sharing_stopped_at is not None


def endangering_person_has_died(case) -> bool:
    return case.endangering_died_at is not None


@there_is_no
def others_were_reassessed(case):
    """Also a linked case that nobody has assessed yet keeps the pair open."""
    return case.linked_open().exclude(reassessed_at__gte=case.endangering_died_at or clock.now())


# The sentence is the refusal, the tooltip of the disabled button and the text of the log.
has_assessment.reason = _("No risk assessment has been completed yet.")
is_not_high.reason = _("The last assessment is not below level high.")
is_no_repeat.reason = REPEAT
is_co_signed.reason = _("At level high or above the case management has to co-sign first.")
has_own_measure.reason = _("No measure has been proposed. Handling alone needs at least one.")
has_reassessment_date.reason = _("The date of the next assessment is missing.")
has_two_kinds.reason = _(
    "At least two institutions of different kinds must be admitted, each with a person who has an account."
)
has_planned_conference.reason = _("No conference has been planned for this case.")
was_heard.reason = _("The conference has not been held yet.")
has_new_measure.reason = _("No measure has been agreed in this conference.")
tells_the_person.reason = _("A measure is missing: who tells the person at risk what was agreed?")
has_lead.reason = _("No institution has taken the lead.")
has_no_open_measure.reason = _("A measure has no outcome. Enter what became of it.")
has_closing_assessment.reason = _("The closing assessment is missing.")
has_review_if_custody.reason = _("Custody alone is no ground: a review date tied to release is missing.")
is_within_twelve_months.reason = _("The last referral is more than twelve months ago: flag a new case.")
is_not_frozen.reason = FROZEN
is_sharing_stopped.reason = _("Sharing has not been stopped.")
endangering_person_has_died.reason = _("The death of the endangering person has not been recorded.")
others_were_reassessed.reason = _("The linked cases must be assessed anew first.")

# Facts that the step's own form brings along; before it is filled in they are not missing.
BROUGHT_ALONG = {
    "assess": (has_assessment,),
    "handle_alone": (has_reassessment_date,),
    "convene": (has_planned_conference,),
    "agree_measures": (has_lead,),
    "follow_up": (has_planned_conference,),
    "close": (has_closing_assessment, has_review_if_custody),
}


class Lifecycle(models.Model):
    """Which step may follow which. Field names of facts are those of ``Case``."""

    state = FSMField(_("state"), default=State.FLAGGED, choices=State.choices, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=State.FLAGGED, target=State.ASSESSED, conditions=[is_not_frozen, has_assessment])
    def assess(self): ...

    @transition(state, source=State.FLAGGED, target=State.CLOSED, conditions=[is_not_frozen])
    def dismiss(self): ...

    @transition(
        state, source=State.ASSESSED, target=State.CLOSED, conditions=[is_not_frozen, is_no_repeat, is_not_high]
    )
    def not_high_risk(self): ...

    @transition(
        state,
        source=State.ASSESSED,
        target=State.MEASURES,
        conditions=[is_not_frozen, is_no_repeat, is_co_signed, has_own_measure, has_reassessment_date],
    )
    def handle_alone(self): ...

    @transition(
        state,
        source=State.ASSESSED,
        target=State.CONFERENCE,
        conditions=[is_not_frozen, has_two_kinds, has_planned_conference],
    )
    def convene(self): ...

    @transition(state, source=State.CONFERENCE, target=State.ASSESSED, conditions=[is_not_frozen])
    def call_off(self): ...

    @transition(
        state,
        source=State.CONFERENCE,
        target=State.MEASURES,
        conditions=[is_not_frozen, was_heard, has_new_measure, tells_the_person, has_lead],
    )
    def agree_measures(self): ...

    @transition(
        state,
        source=State.MEASURES,
        target=State.CONFERENCE,
        conditions=[is_not_frozen, has_two_kinds, has_planned_conference],
    )
    def follow_up(self): ...

    @transition(
        state,
        source=State.MEASURES,
        target=State.CLOSED,
        conditions=[is_not_frozen, has_no_open_measure, has_closing_assessment, has_review_if_custody],
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
