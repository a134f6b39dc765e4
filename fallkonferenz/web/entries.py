"""Correcting an entry: the one act on an entry that is not an act on its case."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fallkonferenz.access import scope
from fallkonferenz.actions import entries
from fallkonferenz.web import trail
from fallkonferenz.web.acting import form_page
from fallkonferenz.web.forms.entries import CorrectForm


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    entry = scope.entry_or_404(request.user, pk)
    back = reverse("case-read", args=[entry.case_id])
    return form_page(
        request,
        right="entry.correct",
        thing=entry,
        form=CorrectForm(request.POST if request.method == "POST" else None, section=entry.section),
        act=partial(entries.correct, entry, by=request.user),
        done=lambda _correction: back,
        template="cases/correct.html",
        context={
            "entry": entry,
            "case": entry.case,
            "back": back,
            "crumbs": trail.of_case(entry.case_id, _("Correct an entry")),
        },
    )
