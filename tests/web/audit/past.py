"""Entries of the log at times gone by, as the stories of the demo write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from audit import log as audit_log
from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Case
from fallkonferenz.demo.stories.log_times import written_at_its_time
from fallkonferenz.institutions.models import Person


def days_ago(days: int, hour: int = 10, minute: int = 0) -> datetime:
    day = timezone.localtime(clock.now()) - timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


@contextmanager
def writing() -> Iterator[None]:
    """Committed at its end, each entry at the time of the clock it was written by."""
    with written_at_its_time(), transaction.atomic():
        yield
    audit_log.forget_epoch()


def noted(event: str, at: datetime, by: Person, case: Case | None = None, **facts) -> None:
    with clock.at(at), acting_as(by):
        log(event, by=by, thing=case, **facts)
