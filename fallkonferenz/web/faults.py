"""The page of a fault. It asks nothing of the database and shows nothing of what went wrong."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from fallkonferenz.web.parcels import rescued


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request's context: who asks may be just what cannot be found out."""
    if request.path == reverse("locked"):
        return _closed()
    return HttpResponse(render_to_string("500.html", {"demo": settings.DEMO}), status=500)


def _closed() -> HttpResponse:
    """Whoever wants to be away is away, also if nobody can end the session: this browser forgets it."""
    response = HttpResponse(render_to_string("account/locked.html", {}))
    response.delete_cookie(
        settings.SESSION_COOKIE_NAME,
        path=settings.SESSION_COOKIE_PATH,
        domain=settings.SESSION_COOKIE_DOMAIN,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a session that has ended, or of somebody else's page. It is never accepted; its author loses nothing."""
    return rescued(request) or render(request, "403_csrf.html", status=403)
