"""Drafts on the screen: keep one while somebody types, list one's own, look at one, discard it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.access.check import require
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import drafts
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.keeping import Desk
from fallkonferenz.web.middleware import log_refusal, status_of
from fallkonferenz.web.presenters.drafts import DraftPresenter


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Asked for by ``drafts.js`` while somebody types. The answer is the sentence beside the form."""
    require(request.user, "draft.keep")
    try:
        desk = _kept(request)
    except NotNow as refusal:
        log_refusal(request, refusal, request.user)
        return JsonResponse({"sentence": refusal.sentence}, status=status_of(refusal))
    at = date_format(timezone.localtime(clock.now()), "H:i")
    return JsonResponse({"kept": desk.seen, "sentence": _("Draft kept at %(time)s.") % {"time": at}})


def _kept(request: HttpRequest) -> Desk:
    desk = Desk.of_note(request)
    if desk is None:
        raise NotNow(_("This page is too old to keep what is typed into it."))
    desk.keep(desk.typed(request), by=request.user)
    return desk


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    found = drafts.drafts(by=request.user)
    context = {"drafts": [DraftPresenter(draft) for draft in found], "crumbs": [Crumb(_("Drafts"))]}
    return render(request, "drafts/list.html", context)


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text alone, to copy: also when its form cannot be opened any more."""
    opened = drafts.read(scope.draft_or_404(request.user, pk), by=request.user)
    crumbs = [Crumb(_("Drafts"), reverse("draft-list")), Crumb(_("Draft"))]
    context = {"draft": DraftPresenter(opened.draft), "texts": opened.texts, "crumbs": crumbs}
    return render(request, "drafts/read.html", context)


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back to where it was pressed: the page of the form, or the list."""
    draft = scope.draft_or_404(request.user, pk)
    drafts.discard(draft, by=request.user)
    on_its_page = "here" in request.POST and str(pk) not in draft.place
    return redirect(draft.place if on_its_page else reverse("draft-list"))
