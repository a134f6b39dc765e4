"""What other sites send here: nothing but a link that somebody followed is answered.

Browsers say where a request comes from (Fetch Metadata); those that do not are held back by the other locks: cookies
that other sites cannot send, tokens of forms, the content security policy. ASVS 3.5.8.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

ELSEWHERE = {"cross-site", "same-site"}  # same-site: another name below the same domain, which may be anybody's
FOLLOWED = ("navigate", "document")


class NoForeignRequests:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site") in ELSEWHERE and not is_followed_link(request):
            return HttpResponse(render_to_string("403.html", {"demo": settings.DEMO}), status=403)
        return self.get_response(request)


def is_followed_link(request: HttpRequest) -> bool:
    """A mail's link opens a page as a document of its own; whatever embeds, fetches or posts is something else."""
    how = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest"))
    return request.method in ("GET", "HEAD") and how == FOLLOWED
