"""How many pages with texts of cases one account opens within an hour: nobody works through all files by hand.

A stolen session or a curious colleague is slowed down, and every refusal stands in the log. Without the broker nobody
can be counted and files stay open: reading late can cost more than reading much. ASVS 2.4.1.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from fallkonferenz.access.refusals import TooMany

HOUR = 60 * 60  # seconds
View = Callable[..., HttpResponse]


def paced(view: View) -> View:
    """``view`` opens a case file: at most FILES_AN_HOUR of them for one account."""

    @wraps(view)
    def counting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _opened(request) > settings.FILES_AN_HOUR:
            raise TooMany(
                _("Too many case files were opened within an hour. Please wait, or ask your case management.")
            )
        return view(request, *args, **kwargs)

    return counting


def _opened(request: HttpRequest) -> int:
    """How often within this hour, this time included; 0 while nobody can count."""
    key = f"files:{request.user.pk}"
    try:
        cache.add(key, 0, timeout=HOUR)
        return cache.incr(key)
    except (RedisError, ValueError):  # ValueError: the hour ended between the two
        return 0
