"""The frame of a request: one transaction that knows who acts; refusals become pages after the rollback.

Pages are rendered inside it, so that not a byte leaves before the entry in the log is committed.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import ContentNotRenderedError

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow, NotVisible, Refusal, TooMany, Unavailable, Unconfirmed
from fallkonferenz.actions import drafts
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.keeping import DRAFT, Desk, address_of_draft

STATUS = {NotVisible: 404, NotNow: 409, TooMany: 429, Unavailable: 503, Unconfirmed: 503}
FORBIDDEN = 403
View = Callable[..., HttpResponse]


def outside_frame(view: View) -> View:
    """For a view in which nobody acts and nothing is shown of anybody: no transaction, no entry."""
    view.is_outside_frame = True
    return view


class FrameMiddleware:
    """Last in the chain: runs the view in the frame. What other middleware does stands outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "is_outside_frame", False):
            return None
        person = request.user if request.user.is_authenticated else None
        try:
            with acting_as(person):
                return _rendered(view(request, *args, **kwargs))
        except Refusal as refusal:
            return refused(request, refusal, person)


def _rendered(response: HttpResponse) -> HttpResponse:
    if response.streaming:
        raise ContentNotRenderedError("Pages are not streamed: their bytes would leave before the commit.")
    return response.render() if hasattr(response, "render") else response


def refused(request: HttpRequest, refusal: Refusal, person: Person | None) -> HttpResponse:
    """The page of a refusal, and its entry, in a transaction of their own: the act's was rolled back."""
    with acting_as(person):
        log_refusal(request, refusal, person)
        status = status_of(refusal)
        nowhere = {"here": ""}  # a page that is not there has no address to come back to
        context = {"sentence": refusal.sentence, "draft": _kept(request, refusal, person), **nowhere}
        return render(request, f"{status}.html", context, status=status)


def _kept(request: HttpRequest, refusal: Refusal, person: Person | None) -> str:
    """Where the text of a form stands that is refused as a whole: what was sent is kept, what was brought back is there."""
    if person is None or not isinstance(refusal, NotNow | Unavailable | TooMany):
        return ""
    if request.method != "POST":
        return address_of_draft(request.GET.get(DRAFT, ""))
    desk = Desk.of_note(request)
    if desk is None or desk.author != person.pk or request.resolver_match.view_name == "draft-keep":
        return ""
    try:
        drafts.keep(desk.page, desk.typed(request), by=person)
    except Refusal:
        return ""
    return address_of_draft(str(desk.page.draft))


def status_of(refusal: Refusal) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), FORBIDDEN)


def log_refusal(request: HttpRequest, refusal: Refusal, person: Person | None) -> None:
    match = request.resolver_match
    details = {"what": match.view_name if match else "", "how": type(refusal).__name__}
    if match and match.kwargs:
        details["on"] = {name: str(value) for name, value in match.kwargs.items()}
    log("access.denied", by=person, outcome="denied", details=details)
