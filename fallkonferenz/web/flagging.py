"""Flagging a case, and the page with its code to read aloud or print."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from fallkonferenz.access import scope
from fallkonferenz.actions import flagging
from fallkonferenz.actions.gate import log
from fallkonferenz.vault.codes import spelling
from fallkonferenz.web.acting import form_page, must_be_possible
from fallkonferenz.web.forms.flagging import FlagForm
from fallkonferenz.web.naming import counted_by_name

GROUPS = (slice(0, 4), slice(4, 8), slice(8, 10))


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest) -> HttpResponse:
    must_be_possible(request, "case.flag")
    return form_page(
        request,
        right="case.flag",
        thing=None,
        form=FlagForm(request.POST if request.method == "POST" else None, by=request.user),
        act=counted_by_name(partial(flagging.flag, by=request.user), by=request.user),
        done=lambda case: reverse("case-flagged", args=[case.pk]),
        template="cases/flag.html",
    )


@require_safe
def flagged(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code alone, in groups and spelled: what is said on the telephone and laid into one's own file."""
    case = scope.case_or_404(request.user, pk)
    must_be_possible(request, "case.read", case)
    log("access.page", by=request.user, thing=case, details={"page": "case-flagged", "cases": [case.code]})
    return render(request, "cases/flagged.html", {"case": case, "spelled": spelled(case.code)})


def spelled(code: str) -> list[tuple[str, str]]:
    """Each group of the code with its words."""
    words = spelling(code)
    return [(code[group], " · ".join(words[group])) for group in GROUPS]
