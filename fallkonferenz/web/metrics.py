"""Figures for monitoring, behind a token: how much, how fast, how long it waits. No label knows a person or a case.

With several web processes they are added up in the folder of PROMETHEUS_MULTIPROC_DIR.
"""

import os
from collections.abc import Iterable
from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from redis.exceptions import RedisError

from fallkonferenz.actions import standing
from fallkonferenz.web.middleware import outside_frame

# fmt: off
WORDS = {
    # figure                  what it says
    "outbox_due":             "Messages that are due and not delivered.",
    "outbox_oldest_seconds":  "How long the oldest of them has been due.",
    "mails_waiting":          "Notices nobody has been mailed about.",
    "mails_oldest_seconds":   "How long the oldest of them has waited.",
    "sessions":               "Sessions that have not ended.",
    "log_entries":            "Entries of the log, as the database's statistics count insertions.",
    "log_silent_seconds":     "Since the sequencer of the log last gave a sign of life.",
    "log_waiting_seconds":    "For how long entries of the log have waited for their positions.",
    "log_witnessed_seconds":  "Since a witness last cosigned the log, or since it began.",
    "log_trouble":            "1 if the sequencer is in trouble, or its witness.",
    "log_gaps":               "Entries of the log that were taken out before they had a position.",
    "rounds_silent_seconds":  "Since the rounds of delivery last said that they were made.",
    "measures_overdue":       "Measures that are open after their date, in all cases.",
    "deliveries_failed":      "Deliveries that failed and were left for later.",
    "mails_failed":           "Mails that failed and were left for later.",
    "database_answers":       "1 if the database answers.",
    "broker_answers":         "1 if the broker answers.",
}
# fmt: on


@outside_frame
@login_not_required
@require_safe
def read(request: HttpRequest) -> HttpResponse:
    """Who has no token, or a wrong one, is told what is told of any address that does not exist."""
    if not is_known(request.headers.get("Authorization", "")):
        request.resolver_match = None  # the page of an address that does not exist, to the last byte
        raise Http404
    registry = CollectorRegistry()
    registry.register(Installation())
    return HttpResponse(generate_latest(registry) + of_requests(), content_type=CONTENT_TYPE_LATEST)


def is_known(authorization: str) -> bool:
    expected = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and compare_digest(authorization.encode(), expected.encode())


def of_requests() -> bytes:
    """Of this process, or of all that share the folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)


class Installation:
    """What the database and the rounds say, asked when the figures are read. What is away says nothing."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, number in {**_asked("database", standing.waiting), **_asked("broker", standing.heard)}.items():
            yield GaugeMetricFamily(f"fallkonferenz_{name}", WORDS[name], value=number)


def _asked(who: str, ask) -> dict[str, int]:
    try:
        return {**ask(), f"{who}_answers": 1}
    except (DatabaseError, RedisError):
        return {f"{who}_answers": 0}
