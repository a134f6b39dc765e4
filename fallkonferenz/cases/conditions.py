"""What must be true of a case before a step can be taken, each with its sentence."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.asking import there_is, there_is_no
from fallkonferenz.cases.words import HIGH_LEVELS, OF_REFERRALS, Because, Closing
from risk.criteria import is_repeat

REPEAT = _("A repeat goes back to a conference, whatever the level.")
FROZEN = _("The case is frozen: it is kept unchanged.")


@there_is
def has_assessment(case):
    """Judged since it was flagged: what was known before a further incident is no assessment of it."""
    return case.assessments.completed().filter(judged_at__gte=case.state_since)


def is_not_high(case) -> bool:
    return case.level not in HIGH_LEVELS


def is_no_repeat(case) -> bool:
    return not case.must_confer


def is_co_signed(case) -> bool:
    return is_not_high(case) or case.co_signed_at is not None


@there_is
def has_own_measure(case):
    return case.measures.proposed().filter(responsible=case.recognised_by_id)


@there_is_no
def is_reassessed(case):
    """Nothing that asks for a new assessment is left open past its date."""
    return case.reassessments.due()


@there_is
def has_firearms_answer(case):
    """Asked anew at each step forward (Art. 51 of the Istanbul Convention)."""
    return case.firearms_answers.filter(at__gte=case.state_since).exclude(step__in=OF_REFERRALS)


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
    return case.assessments.completed().filter(closing=True, at__gte=case.state_since)


def has_review_if_custody(case) -> bool:
    return case.closing != Closing.CUSTODY or case.review_on is not None


def is_lowered_if_secured(case) -> bool:
    """That the risk is no longer raised, two have to say: nobody closes past a level that nobody lowered."""
    return case.closing != Closing.SECURED or is_not_high(case)


def is_within_twelve_months(case) -> bool:
    """A repeat runs from the last referral, by the calendar, and counts by when it happened, however late it is told."""
    happened = timezone.localdate(case.happened_again_at or clock.now())
    return is_repeat(happened, timezone.localdate(case.last_referral_at))


def is_not_frozen(case) -> bool:
    return case.frozen_at is None


def is_sharing_stopped(case) -> bool:
    return case.sharing_stopped_at is not None


def endangering_person_has_died(case) -> bool:
    return case.endangering_died_at is not None


@there_is_no
def others_were_reassessed(case):
    """Also a linked case that nobody has assessed yet keeps the pair open."""
    waiting = case.reassessments.model.objects.open().because_of([Because.DEATH])
    return waiting.filter(case__in=case.linked_open())


# The sentence is the refusal, the tooltip of the disabled button and the text of the log.
has_assessment.reason = _("No risk assessment has been completed yet.")
is_not_high.reason = _("The last assessment is not below level high.")
is_no_repeat.reason = REPEAT
is_co_signed.reason = _("At level high or above the case management has to co-sign first.")
has_own_measure.reason = _("No measure has been proposed. Handling alone needs at least one.")
is_reassessed.reason = _("A new assessment is due. Assess the risk anew first.")
has_firearms_answer.reason = _("The question about firearms has not been answered at this step.")
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
is_lowered_if_secured.reason = _(
    "At level high or above the risk is still raised: two institutions lower the level first, or name another reason."
)
is_within_twelve_months.reason = _("The last referral is more than twelve months ago: flag a new case.")
is_not_frozen.reason = FROZEN
is_sharing_stopped.reason = _("Sharing has not been stopped.")
endangering_person_has_died.reason = _("The death of the endangering person has not been recorded.")
others_were_reassessed.reason = _("The linked cases must be assessed anew first.")
