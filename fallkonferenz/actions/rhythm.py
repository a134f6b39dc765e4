"""When a case is assessed anew: rows made by what happens, settled by an assessment, ended with the case.

No level is exempt. What a region decides is how long an assessment holds at most; a change of the danger ends that at
once, and a change that is announced for a day waits for that day, whatever is assessed before.
"""

from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions.gate import action
from fallkonferenz.cases.models import Assessment, Case, Reassessment
from fallkonferenz.cases.words import CHANGES, OF_TIME, Because, Level
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.queue import enqueue
from risk import rhythm


@action("case.report_change", notes=("on",))
def report_change(case: Case, *, by: Person, kind: str, on: date | None = None) -> Case:
    """A separation, a release or the end of an order, today or announced for the day ``on``: the risk is assessed anew.

    ``kind`` is one of CHANGES, else NotNow. A day that has gone by, or none, says that it has happened already.
    """
    if kind not in CHANGES:
        raise NotNow(_("Choose what has changed."))
    if on is None or on <= clock.today():
        at_once(case, kind)
    else:
        _wait(case, kind, _beginning(on))
    enqueue("case.report_change", case=case.pk, by=by.pk)
    return case


def first_due(case: Case) -> None:
    """A case without a level is treated like an acute one until somebody has assessed it."""
    _wait(case, Because.FLAGGED, rhythm.due(Level.ACUTE, clock.now(), case.region.rhythm))


def at_once(case: Case, because: str) -> None:
    """Something happened that no judgement until now could know; also what was told again and again is due each time."""
    _wait(case, because, clock.now())


def assessed(case: Case, assessment: Assessment) -> None:
    """An assessment was completed and the level of the case is set: what was due is done, and the next is due in time.

    What happened after its judgement stays due: whoever judged did not know of it.
    """
    now, waiting = clock.now(), case.reassessments.open()
    known = waiting.filter(Q(because__in=OF_TIME) | Q(due_at__lte=assessment.judged_at))
    known.update(settled_at=now, settled_by=assessment)
    _wait(case, Because.LEVEL, rhythm.due(case.level, now, case.region.rhythm))


def lowered(case: Case, assessment: Assessment) -> None:
    """Two institutions lowered the level on the ground of ``assessment``: its rhythm runs from there.

    What has fallen due meanwhile stays due, and so does a day that people set.
    """
    ahead = case.reassessments.open().because_of([Because.LEVEL]).filter(due_at__gt=clock.now())
    ahead.update(settled_at=clock.now(), settled_by=assessment)
    _wait(case, Because.LEVEL, rhythm.due(case.level, assessment.at, case.region.rhythm))


def plan_for(case: Case, on: date) -> None:
    """Set a day for the next assessment, sooner than the rhythm asks; NotNow if it is later, or has gone by."""
    if on < clock.today():
        raise NotNow(_("The next assessment lies ahead."))
    latest = case.reassessments.open().because_of([Because.LEVEL]).values_list("due_at", flat=True).first()
    day = _beginning(on)
    if latest is not None and day > latest:
        when = date_format(timezone.localtime(latest), "SHORT_DATE_FORMAT")
        raise NotNow(_("At this risk level the next assessment is due on %(when)s at the latest.") % {"when": when})
    _wait(case, Because.DATE, max(day, clock.now()))


def ended(case: Case, *, for_good: bool) -> None:
    """The case was closed: nothing of it is due any more, but for a change that is announced for a later day.

    ``for_good``: nothing is waited for, because there was no danger, or nothing of it may be shared or done any more.
    """
    waiting = case.reassessments.open()
    if not for_good:
        waiting = waiting.exclude(because__in=CHANGES, due_at__gt=clock.now())
    waiting.update(settled_at=clock.now())


def _wait(case: Case, because: str, due_at: datetime) -> None:
    row = Reassessment(case=case, because=because, level=case.level, due_at=due_at)
    Reassessment.objects.bulk_create([row], ignore_conflicts=True)


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
