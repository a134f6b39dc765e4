"""Who has seen a case: the list that a person concerned may ask for (Art. 15 GDPR), lists included."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.read import Tally
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions import officers
from fallkonferenz.actions.gate import log
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit.asking import TooLarge, stream
from fallkonferenz.web.audit.codes import case_of, codes_of
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.summing import by_account
from fallkonferenz.web.audit.unlock import NOT_OPEN, Key, needs_key
from fallkonferenz.web.forms.audit import CaseForm, Span
from fallkonferenz.web.presenters.audit import sums


@require_http_methods(["GET", "HEAD", "POST"])
@needs_key
def case(request: HttpRequest, key: Key) -> HttpResponse:
    """The code is typed into the body; the address of the answer names the case by its id."""
    if request.method == "GET" and "case" in request.GET:
        form = CaseForm({**request.GET.dict(), "code": _code(request.GET["case"])}, find=case_of)
        return _answered(request, key, form)
    form = CaseForm(request.POST, find=case_of) if request.method == "POST" else None
    if form and form.is_valid():
        return redirect(reverse("audit-case", query=form.as_query))
    status = UNPROCESSABLE if form else 200
    return _asked(request, key, form or CaseForm(initial=Span.usual(), find=case_of), status)


def _code(case: str) -> str:
    """NotVisible for what is no case, or none any more."""
    try:
        return codes_of({UUID(case)})[UUID(case)]
    except (ValueError, KeyError):
        raise NotVisible from None


def _asked(request: HttpRequest, key: Key, form: CaseForm, status: int) -> HttpResponse:
    log("access.form", by=request.user, details={"form": "log.case"})
    return shown(request, key, "audit/case.html", {"title": _title(), "form": form}, status=status)


def _answered(request: HttpRequest, key: Key, form: CaseForm) -> HttpResponse:
    if not form.is_valid():
        return _asked(request, key, form, UNPROCESSABLE)
    officers.ask("log.case", by=request.user, question=form.as_query)
    tally = Tally()
    context: dict[str, Any] = {"title": _title(), "form": form, "tally": tally, "is_answered": True}
    try:
        found = by_account(stream(form.question, key=key, tally=tally), str(form.cleaned_data["case"]))
    except TooLarge as refusal:
        return shown(request, key, "audit/case.html", {**context, "too_large": refusal}, status=NOT_OPEN)
    context |= {
        "code": form.cleaned_data["code"],
        "columns": sums.ACCOUNT_COLUMNS,
        "rows": sums.account_rows(found, Names.of([row.last for row in found])),
        "all": reverse("audit-timeline", query=form.as_query),
    }
    return shown(request, key, "audit/case.html", context)


def _title() -> str:
    return _("Who has seen a case?")
