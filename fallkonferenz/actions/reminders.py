"""What falls due: measures, assessments, waiting limits and decisions are announced, each fact once.

Only that nobody assesses a case anew is told again each day, until somebody has.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from fallkonferenz import clock
from fallkonferenz.actions.background import Done, task
from fallkonferenz.cases.models import Case, Reassessment
from fallkonferenz.cases.words import OF_TIME, OPEN_STATES, TO_CONFER, Level, State
from fallkonferenz.measures.lifecycle import IN_HAND
from fallkonferenz.measures.lifecycle import OPEN as OPEN_MEASURE
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.queue import enqueue, enqueue_once, told

AHEAD = timedelta(hours=24)
# How long an assessment may be late before everybody at the table who reads the risk is told.
PATIENCE, PATIENCE_ACUTE = timedelta(days=1), timedelta(hours=4)
AGAIN = timedelta(days=1)  # what stays undone is told again


@dataclass(frozen=True)
class Reminder:
    """Cases in which the moment in ``column`` has come. Each moment is told once, a new one again."""

    kind: str
    column: str
    by: Callable[[], date | datetime]
    where: Q

    def cases(self) -> QuerySet[Case]:
        return Case.objects.filter(self.where, frozen_at=None, **{f"{self.column}__lte": self.by()})

    def key(self, case: UUID, moment: date | datetime) -> str:
        return f"{self.kind} {case} {moment.isoformat()}"

    def due(self) -> Iterable[UUID]:
        keys = {self.key(case, moment): case for case, moment in self.cases().values_list("pk", self.column)}
        done = told(list(keys))
        return [case for key, case in keys.items() if key not in done]

    def remind(self, case: UUID) -> Done | None:
        for moment in self.cases().filter(pk=case).values_list(self.column, flat=True):
            if enqueue_once(self.key(case, moment), self.kind, case=case):
                return Done(f"case {case}", case, {"kind": self.kind, "due": moment.isoformat()})
        return None


OPEN = Q(state__in=OPEN_STATES)

# fmt: off
REMINDERS = (
    #        kind                   column                  due by       cases
    Reminder("case.wait_over",      "confer_by",            clock.now,   Q(state__in=TO_CONFER)),
    Reminder("case.sharing_due",    "decide_sharing_by",    clock.now,   OPEN),
    Reminder("case.uninformed_due", "uninformed_review_on", clock.today, OPEN),
    Reminder("case.review_due",     "review_on",            clock.today, Q(state=State.CLOSED)),
)
# fmt: on


def _coming() -> QuerySet[Any]:
    """Measures in hand that fall due within a day and have not been announced since they were agreed."""
    now = clock.now()
    return _running(Measure).filter(state__in=IN_HAND, announced_at=None, due_at__gt=now, due_at__lte=now + AHEAD)


def _overdue() -> QuerySet[Any]:
    return _running(Measure).filter(state__in=OPEN_MEASURE, overdue_announced_at=None, due_at__lte=clock.now())


def _to_assess() -> QuerySet[Any]:
    """One for each case and one for each change: what time alone brings besides is done by the same assessment."""
    return _not_told("announced_at").filter(due_at__lte=clock.now())


def _not_assessed() -> QuerySet[Any]:
    """Due for a while, and nobody has assessed since: at level acute, or without a level, hours count."""
    now = clock.now()
    lapsed = Q(due_at__lte=now - PATIENCE) | Q(level__in=(Level.ACUTE, ""), due_at__lte=now - PATIENCE_ACUTE)
    return _not_told("escalated_at").filter(lapsed) | _still_not_assessed()


def _still_not_assessed() -> QuerySet[Any]:
    """A day after it was told last: once a day for each case, however many rows of it wait."""
    a_day_ago = clock.now() - AGAIN
    told_since = Reassessment.objects.open().filter(case=OuterRef("case"), escalated_at__gt=a_day_ago)
    waiting = Reassessment.objects.open().filter(case__frozen_at=None, escalated_at__lte=a_day_ago)
    return waiting.exclude(Exists(told_since))


def _not_told(column: str) -> QuerySet[Any]:
    """A change is told whatever was told before it. In a closed case an incident that was reported since is open."""
    told_already = Reassessment.objects.open().filter(case=OuterRef("case"), **{f"{column}__isnull": False})
    waiting = Reassessment.objects.open().filter(case__frozen_at=None, **{column: None})
    return waiting.exclude(Exists(told_already), because__in=OF_TIME)


def _running(model: type[Model]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(case__state__in=OPEN_STATES, case__frozen_at=None)
    return rows


def _announced(due: Callable[[], QuerySet[Any]], column: str, kind: str, pk: UUID) -> Done | None:
    """The column is the claim: who changes it writes the message. What falls due again was told a day ago.

    It is asked again in the UPDATE itself, without a join: a subquery would still see the row as it was.
    """
    model = due().model
    free = Q(**{column: None}) | Q(**{f"{column}__lte": clock.now() - AGAIN})
    claim = model._default_manager.filter(free, pk=pk)
    if not (due().filter(pk=pk).exists() and claim.update(**{column: clock.now()})):
        return None
    case = model._default_manager.values_list("case", flat=True).get(pk=pk)
    enqueue(kind, case=case, about=pk)
    return Done(f"{model._meta.model_name} {pk}", case, {"kind": kind})


def _ids(due: Callable[[], QuerySet[Any]]) -> Iterable[UUID]:
    return due().order_by("due_at").values_list("pk", flat=True)


# fmt: off
ANNOUNCEMENTS = (
    # kind                    what is due      column that says that it was announced
    ("measure.due",           _coming,         "announced_at"),
    ("measure.overdue",       _overdue,        "overdue_announced_at"),
    ("case.reassess_due",     _to_assess,      "announced_at"),
    ("case.reassess_overdue", _not_assessed,   "escalated_at"),
)
# fmt: on

REMINDING = (
    *(task(each.kind, event="outbox.remind", due=each.due)(each.remind) for each in REMINDERS),
    *(
        task(kind, event="outbox.remind", due=partial(_ids, due))(partial(_announced, due, column, kind))
        for kind, due, column in ANNOUNCEMENTS
    ),
)
