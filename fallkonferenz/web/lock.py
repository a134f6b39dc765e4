"""Where "lock now" leads to: a page that says nothing about what was open, and after which nobody is signed in."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fallkonferenz.actions import sessions


@login_not_required
@require_safe
def locked(request: HttpRequest) -> HttpResponse:
    """Whoever comes here wants to be away: a session that the button did not end, because its page was too old, ends now.

    Other sites cannot do that to anybody: the session's cookie does not come along from there.
    """
    if request.user.is_authenticated:
        sessions.end(request.user, how="locked")
        logout(request)
    return render(request, "account/locked.html")
