"""How many pages with texts of cases one account is shown within an hour: nobody works through all files by hand.

A stolen session or a curious colleague is slowed down, and every refusal stands in the log. Without the broker nobody
can be counted and files stay open: reading late can cost more than reading much. ASVS 2.4.1.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from fallkonferenz.access.refusals import TooMany
from fallkonferenz.web.counting import counted

View = Callable[..., HttpResponse]
REDIRECTS = range(300, 400)


def paced(view: View) -> View:
    """``view`` opens texts of a case: at most FILES_AN_HOUR of such pages for one account.

    What is sent and done is not counted: who types for an hour shall not lose the last of it. What is sent and answered
    with the page again was read like any other.
    """

    @wraps(view)
    def counting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            _count(request)
            return view(request, *args, **kwargs)
        answer = view(request, *args, **kwargs)
        if answer.status_code not in REDIRECTS:
            _count(request)
        return answer

    # On the function, so that what is wrapped around it later is known as paced too.
    counting.is_paced = True
    return counting


def is_paced(view: View) -> bool:
    return getattr(view, "is_paced", False)


def _count(request: HttpRequest) -> None:
    if _opened(request) > settings.FILES_AN_HOUR:
        raise TooMany(_("Too many case files were opened within an hour. Please wait, or ask your case management."))


def _opened(request: HttpRequest) -> int:
    """How often within this hour, this time included; 0 while nobody can count."""
    try:
        return counted(f"files:{request.user.pk}")
    except RedisError:
        return 0
