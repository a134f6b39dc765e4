"""Who is not signed in sees nothing; who is signed in stays so for ten hours at most.

The fifteen idle minutes are the age of the session's row. Requests renew it once a minute: a page that wrote it each
time would wait for a second commit. So idle means fourteen to fifteen minutes, never more.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from fallkonferenz import clock
from fallkonferenz.actions import sessions
from fallkonferenz.web.parcels import rescued

LONGEST = timedelta(hours=10)
RENEWED_EVERY = timedelta(minutes=1)
BEGAN, RENEWED = "began", "renewed"


class LongestSession:
    """Ends a session that is too old, before anything is shown to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _is_too_old(request):
            _end(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            request.session.setdefault(BEGAN, clock.now().timestamp())
            _renew(request.session)
        return response


def _is_too_old(request: HttpRequest) -> bool:
    now = clock.now().timestamp()
    return now - request.session.get(BEGAN, now) >= LONGEST.total_seconds()


def _renew(session: SessionBase) -> None:
    """By the clock that the age of the row goes by."""
    now = time.time()
    if now - session.get(RENEWED, 0) >= RENEWED_EVERY.total_seconds():
        session[RENEWED] = now


def _end(request: HttpRequest) -> None:
    with transaction.atomic():
        sessions.end(request.user, how="ten_hours")
        logout(request)


class LoginRequired(LoginRequiredMiddleware):
    """A fragment asked for by a session that has ended leads the whole page to the login, not the login into the page.

    A form that was sent into such a session is not done, and not lost either.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        page = rescued(request)
        if page is not None:
            return page
        if request.htmx:
            return HttpResponseClientRedirect(resolve_url(self.get_login_url(view_func)))
        return super().handle_no_permission(request, view_func)
