"""Pages of help: for whoever asks, signed in or not. They show nothing of any case."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions.gate import log
from fallkonferenz.web.components import Cell, Crumb
from fallkonferenz.web.help import HELP, PARTS


@login_not_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All of help, by part of the product."""
    _note(request, "help-list")
    return render(request, "help/list.html", {"parts": [(title, _links(part)) for title, part in PARTS]})


def _links(part: dict) -> list[Cell]:
    return [Cell(text.title, reverse("help-read", args=[screen])) for screen, text in part.items()]


@login_not_required
@require_safe
def read(request: HttpRequest, screen: str) -> HttpResponse:
    if screen not in HELP:
        raise NotVisible
    _note(request, screen)
    text = HELP[screen]
    crumbs = [Crumb(_("Help"), reverse("help-list")), Crumb(str(text.title))]
    return render(request, "help/read.html", {"text": text, "crumbs": crumbs})


def _note(request: HttpRequest, screen: str) -> None:
    """Of somebody who has not signed in there is nothing to be noted."""
    if request.user.is_authenticated:
        log("access.page", by=request.user, details={"page": "help", "screen": screen})
