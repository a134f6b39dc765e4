"""The rounds of what happens by itself: one delivers, every second or so; one looks now and then for what has fallen due."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from fallkonferenz.actions import delivery, drafts, expiry, mailing, reminders, standing, unfinished
from fallkonferenz.actions.background import AWAY, attempt, work

DELIVERING = (delivery.deliver, mailing.mail)
WATCHING = (*reminders.REMINDING, unfinished.remind, expiry.run_out, expiry.forget, drafts.forget)
ONE_WATCHES = 0x666B7761  # "fkwa", the number of our advisory lock

P = ParamSpec("P")
logger = logging.getLogger(__name__)


def _round(do: Callable[P, int]) -> Callable[P, int]:
    """A round answers how much was done. While the database or the log is away it ends, and the next connects anew."""

    @wraps(do)
    def once(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return do(*args, **kwargs)
        except AWAY as away:
            logger.warning("The round ends early: %s", type(away).__name__)
            connection.close()
            return 0

    return once


@_round
def deliver_now(message: UUID) -> int:
    """One message that was just written, without waiting for the next round."""
    return attempt(delivery.deliver, message) + work(mailing.mail)


@_round
def sweep() -> int:
    """Deliver and mail what waits."""
    return sum(work(task) for task in DELIVERING)


@_round
def watch() -> int:
    """Do what has fallen due or run out, unless another process is looking just now."""
    with _alone() as is_alone:
        if not is_alone:
            return 0
        Session.objects.filter(expire_date__lt=timezone.now()).delete()  # the cookie's own clock, not the demo's
        done = sum(work(task) for task in WATCHING)
        standing.say()
        return done


@contextmanager
def _alone() -> Iterator[bool]:
    """Only saves work: each fact is dealt with once whoever looks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_WATCHES])
        (is_alone,) = cursor.fetchone()
    yield is_alone
    if is_alone:  # after an error the lock falls with the connection
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_WATCHES])
