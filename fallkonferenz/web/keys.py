"""For data protection officers: which keys can read the log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fallkonferenz.actions import keys
from fallkonferenz.web.presenters.keys import key_rows

COLUMNS = (_("Label"), _("Held by"), _("Key"), _("Since"))


@require_safe
def read(request: HttpRequest) -> HttpResponse:
    found = keys.keys(by=request.user)
    return render(request, "keys/read.html", {"columns": COLUMNS, "rows": key_rows(found)})
