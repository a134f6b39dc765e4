"""What falls due: measures, assessments, waiting limits and decisions are announced, each fact once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.actions.background import Done, task
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import OPEN_STATES, State
from fallkonferenz.measures.lifecycle import IN_HAND
from fallkonferenz.measures.lifecycle import OPEN as OPEN_MEASURE
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.queue import enqueue, enqueue_once, told

AHEAD = timedelta(hours=24)
WAITING = (State.FLAGGED, State.ASSESSED)


def _today() -> date:
    return timezone.localdate(clock.now())


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
NOT_YET_REASSESSED = Q(reassessed_at=None) | Q(reassessed_at__date__lt=F("reassess_on"))

# fmt: off
REMINDERS = (
    #        kind                   column                  due by      cases
    Reminder("case.reassess_due",   "reassess_on",          _today,     OPEN & NOT_YET_REASSESSED),
    Reminder("case.wait_over",      "confer_by",            clock.now,  Q(state__in=WAITING)),
    Reminder("case.sharing_due",    "decide_sharing_by",    clock.now,  OPEN),
    Reminder("case.uninformed_due", "uninformed_review_on", _today,     OPEN),
    Reminder("case.review_due",     "review_on",            _today,     Q(state=State.CLOSED)),
)
# fmt: on


def _coming() -> QuerySet[Measure]:
    """Measures in hand that fall due within a day and have not been announced since they were agreed."""
    now = clock.now()
    return _running().filter(state__in=IN_HAND, announced_at=None, due_at__gt=now, due_at__lte=now + AHEAD)


def _overdue() -> QuerySet[Measure]:
    return _running().filter(state__in=OPEN_MEASURE, overdue_announced_at=None, due_at__lte=clock.now())


def _running() -> QuerySet[Measure]:
    return Measure.objects.filter(case__state__in=OPEN_STATES, case__frozen_at=None)


def _announced(measures: Callable[[], QuerySet[Measure]], column: str, kind: str, pk: UUID) -> Done | None:
    """The column is the claim: who changes it writes the message.

    It is asked again in the UPDATE itself, without a join: a subquery would still see the row as it was.
    """
    claim = Measure.objects.filter(pk=pk, **{column: None})
    if not (measures().filter(pk=pk).exists() and claim.update(**{column: clock.now()})):
        return None
    case = Measure.objects.values_list("case", flat=True).get(pk=pk)
    enqueue(kind, case=case, about=pk)
    return Done(f"measure {pk}", case, {"kind": kind})


def _ids(measures: Callable[[], QuerySet[Measure]]) -> Iterable[UUID]:
    return measures().order_by("due_at").values_list("pk", flat=True)


# fmt: off
ANNOUNCEMENTS = (
    # kind             measures   column that says that it was announced
    ("measure.due",     _coming,  "announced_at"),
    ("measure.overdue", _overdue, "overdue_announced_at"),
)
# fmt: on

REMINDING = (
    *(task(each.kind, event="outbox.remind", due=each.due)(each.remind) for each in REMINDERS),
    *(
        task(kind, event="outbox.remind", due=partial(_ids, measures))(partial(_announced, measures, column, kind))
        for kind, measures, column in ANNOUNCEMENTS
    ),
)
