"""Moving the level of a case, and what hangs on it: the clock of waiting, the co-signature, a request to lower it."""

from datetime import timedelta

from fallkonferenz import clock
from fallkonferenz.cases.levels import is_below
from fallkonferenz.cases.models import Assessment, Case, Lowering
from fallkonferenz.cases.words import HIGH_LEVELS, OF_TIME, TO_CONFER, Level, LoweringOutcome


def lift(case: Case, level: str) -> None:
    """The first level sets, a higher one raises; a lower one changes nothing, whoever gives it."""
    if case.level and not is_below(case.level, level):
        return
    before = case.confer_by
    _move(case, level)
    if before and case.confer_by:
        case.confer_by = min(before, case.confer_by)  # a higher level never waits longer


def lower(case: Case, lowering: Lowering) -> None:
    """What two institutions agreed on; the database refuses any other fall."""
    _move(case, lowering.to_level)


def _move(case: Case, level: str) -> None:
    """A co-signature given for another level is taken back, and nobody decides any more on lowering that one."""
    case.level, case.level_since = level, clock.now()
    case.co_signature_asked_at = case.co_signed_by = case.co_signed_at = None
    waits = level in HIGH_LEVELS and case.state in TO_CONFER
    case.confer_by = clock.now() + longest_wait(case) if waits else None
    void_requests(case)


def void_requests(case: Case) -> None:
    """A request holds as long as the level it was made for, and for its time."""
    case.lowerings.filter(outcome=LoweringOutcome.ASKED).update(outcome=LoweringOutcome.VOID)


def has_changed(case: Case, assessment: Assessment) -> bool:
    """The level rose, the case was taken up again, something happened or was announced for a day that has come.

    The judgement could not know it.
    """
    known = [since for since in (case.level_since, case.reopened_at) if since]
    if assessment.judged_at and any(assessment.judged_at < since for since in known):
        return True
    changes = case.reassessments.filter(due_at__gt=assessment.judged_at, due_at__lte=clock.now())
    return changes.exclude(because__in=OF_TIME).exists()


def is_overtaken(lowering: Lowering) -> bool:
    """Since it was asked for somebody has come to a higher level, or what it rests on is not up to date any more."""
    case, since = lowering.case, lowering.asked_at
    later = case.assessments.completed().filter(at__gte=since).values_list("level", flat=True)
    return any(is_below(lowering.to_level, level) for level in later) or has_changed(case, lowering.assessment)


def wait_again(case: Case) -> None:
    """A case that goes back to waiting has a limit too; one that ran before goes on."""
    if case.level in HIGH_LEVELS and case.confer_by is None:
        case.confer_by = clock.now() + longest_wait(case)


def longest_wait(case: Case) -> timedelta:
    """How long a case may wait for a scheduled conference, by its level; set per region."""
    if case.level == Level.ACUTE:
        return timedelta(hours=case.region.wait_hours_acute)
    return timedelta(days=case.region.wait_days_high)
