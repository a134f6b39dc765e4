"""Loads all stories at once, or nothing: a start that was interrupted begins anew."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from fallkonferenz.cases.models import Participation
from fallkonferenz.demo.stories import case_a, case_a_again, case_b, case_c, noticed, short
from fallkonferenz.demo.stories.log_times import written_at_its_time
from fallkonferenz.demo.stories.meeting import Meeting
from fallkonferenz.demo.stories.telling import MANAGER, People, at
from fallkonferenz.outbox.models import Message

NEWS = timedelta(days=2)


def load(people: People) -> None:
    with written_at_its_time() as process, transaction.atomic():
        a = Meeting(people, begins=morning(case_a.BEGAN))
        case_a.tell(a)
        case_a_again.tell(a)
        case_b.tell(Meeting(people, begins=morning(case_b.BEGAN)))
        case_c.tell(*(Meeting(people, begins=morning(case_c.BEGAN)) for _linked in range(2)))
        short.tell(people)
        noticed.leave(people, process.acts)


def is_loaded(people: People) -> bool:
    """The case management takes part in every case of its region."""
    return Participation.objects.filter(institution=people[MANAGER].institution).exists()


def call_old_news_told() -> None:
    """What happened days ago was read long since: at the first start nobody has hundreds of notices.

    For the role of the worker. Once anything was delivered, whatever waits is delivered too.
    """
    if Message.objects.exclude(delivered_at=None).exists():
        return
    Message.objects.filter(written_at__lt=timezone.now() - NEWS).update(delivered_at=F("due_at"))


def morning(days_ago: int) -> datetime:
    return at(timezone.localdate() - timedelta(days=days_ago), "08:00")
