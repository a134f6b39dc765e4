"""Whether what happens by itself still happens: what waits too long, and what the rounds last said of themselves.

Numbers only, of no case and nobody; for those who watch over an installation. What the rounds say is kept by the
broker, so that the web can hear it: it may be lost without harm.
"""

import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.db.models import Min
from django.utils import timezone
from redis.exceptions import RedisError

from fallkonferenz import clock
from fallkonferenz.actions.background import FAILED
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Notice
from fallkonferenz.outbox.queue import undelivered

SILENCE: Final = 180  # seconds without a round; one looks every twenty
PATIENCE: Final = timedelta(minutes=5)  # for a message that is due; after a failure it is due later
LOG_PATIENCE: Final = 60  # seconds
AT, OVERDUE = "rounds.at", "rounds.overdue"
LOG_STANDS = """
    SELECT beat_at > now() - make_interval(secs => %s)
        AND (waiting_since IS NULL OR waiting_since > now() - make_interval(secs => %s))
    FROM audit_sequencer_state
"""
LOG_FIGURES = """
    SELECT extract(epoch FROM now() - beat_at)::int, extract(epoch FROM now() - waiting_since)::int,
        extract(epoch FROM now() - coalesce(witnessed_at, (SELECT min(at) FROM audit_origin)))::int, (trouble <> '')::int,
        gaps
    FROM audit_sequencer_state
"""


def say() -> None:
    """After a round of looking. Whole numbers: the cache keeps them as they are."""
    with suppress(RedisError):
        cache.set_many({AT: int(time.time()), OVERDUE: Measure.objects.due_before(clock.now()).count()}, timeout=None)
        for event, times in list(FAILED.items()):
            cache.add(_failed(event), 0, timeout=None)
            cache.incr(_failed(event), times)
            del FAILED[event]


def stands() -> bool:
    """Rounds are made, and nothing that is due is left lying. Raises RedisError when the broker is away."""
    said_at = cache.get(AT)
    if said_at is None or time.time() - said_at > SILENCE:
        return False
    return not undelivered().filter(due_at__lt=clock.now() - PATIENCE).exists()


def log_stands() -> bool:
    """The sequencer has given a sign of life, and no entry waits too long for a position."""
    with connection.cursor() as cursor:
        cursor.execute(LOG_STANDS, [LOG_PATIENCE, LOG_PATIENCE])
        row = cursor.fetchone()
    return bool(row and row[0])


def heard() -> dict[str, int]:
    """What the rounds said: seconds since the last one, measures overdue, failed deliveries and mails so far."""
    said = cache.get_many([AT, OVERDUE, *map(_failed, ("outbox.deliver", "outbox.mail"))])
    found = {
        "rounds_silent_seconds": int(time.time()) - said[AT] if AT in said else None,
        "measures_overdue": said.get(OVERDUE),
        "deliveries_failed": said.get(_failed("outbox.deliver"), 0),
        "mails_failed": said.get(_failed("outbox.mail"), 0),
    }
    return {name: number for name, number in found.items() if number is not None}


def waiting() -> dict[str, int]:
    """How much waits and how long the oldest has waited, how many are signed in, how long the log has become."""
    due, unmailed = undelivered(), Notice.objects.filter(mailed_at=None)
    return {
        "outbox_due": due.count(),
        "outbox_oldest_seconds": _age(due.aggregate(oldest=Min("due_at"))["oldest"]),
        "mails_waiting": unmailed.count(),
        "mails_oldest_seconds": _age(unmailed.aggregate(oldest=Min("at"))["oldest"]),
        "sessions": Session.objects.filter(expire_date__gt=timezone.now()).count(),
        "log_entries": _log_entries(),
        **log_figures(),
    }


def log_figures() -> dict[str, int]:
    """How long ago the sequencer beat, for how long entries have waited, when a witness last cosigned, trouble, gaps.

    While no witness ever did, the log is as old as its beginning; where there is none on purpose, nothing is said.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOG_FIGURES)
        beat, waiting, witnessed, trouble, gaps = cursor.fetchone()
    found = {
        "log_silent_seconds": beat,
        "log_waiting_seconds": waiting or 0,
        "log_witnessed_seconds": None if settings.AUDIT_WITHOUT_WITNESS else witnessed,
        "log_trouble": trouble,
        "log_gaps": gaps,
    }
    return {name: number for name, number in found.items() if number is not None}


def _log_entries() -> int:
    """As the database's statistics count them: those who write the log cannot read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'audit_entry'")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _age(moment: datetime | None) -> int:
    return max(0, int((clock.now() - moment).total_seconds())) if moment else 0


def _failed(event: str) -> str:
    return f"rounds.failed.{event}"
