"""Who has seen a case: the list that a person concerned may ask for (Art. 15 GDPR), lists included."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit.read import Opened
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit.added_up import answered, asked
from fallkonferenz.web.audit.codes import case_of, codes_of
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.summing import by_account
from fallkonferenz.web.audit.unlock import Key, needs_key
from fallkonferenz.web.forms.audit import CaseForm, Span
from fallkonferenz.web.presenters.audit import sums

EVENT = "log.case"


@require_http_methods(["GET", "HEAD", "POST"])
@needs_key
def case(request: HttpRequest, key: Key) -> HttpResponse:
    """The code is typed into the body; the address of the answer names the case by its id."""
    if request.method == "GET" and "case" in request.GET:
        code = _code(request.GET["case"])
        form = CaseForm({**request.GET.dict(), "code": code}, find=case_of)
        return answered(request, key, EVENT, form, lambda found: _answer(found, form))
    form = CaseForm(request.POST, find=case_of) if request.method == "POST" else None
    if form and form.is_valid():
        return redirect(reverse("audit-case", query=form.as_query))
    status = UNPROCESSABLE if form else 200
    return asked(request, key, EVENT, form or CaseForm(initial=Span.usual(), find=case_of), status)


def _code(case: str) -> str:
    """NotVisible for what is no case, or none any more."""
    try:
        return codes_of({UUID(case)})[UUID(case)]
    except (ValueError, KeyError):
        raise NotVisible from None


def _answer(entries: Iterator[Opened], form: CaseForm) -> dict[str, Any]:
    found = by_account(entries, str(form.cleaned_data["case"]))
    return {
        "code": form.cleaned_data["code"],
        "columns": sums.ACCOUNT_COLUMNS,
        "rows": sums.account_rows(found, Names.of([row.last for row in found])),
    }
