"""A page of the officers' workplace: with the way back, and until when the key is open."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fallkonferenz.web.audit.unlock import Key
from fallkonferenz.web.components import Crumb


def shown(
    request: HttpRequest, key: Key | None, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The template gets ``open_until``, never the key."""
    start = Crumb(_("Access log"), reverse("audit-state"))
    frame = {"open_until": key and key.until, "crumbs": [start, Crumb(context.get("title", ""))]}
    return render(request, template, {**frame, **context}, status=status)
