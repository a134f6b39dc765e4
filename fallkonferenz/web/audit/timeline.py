"""What happened, by time: the newest entries first, narrowed by who, where, what and which case."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from audit.format import Kind
from audit.read import Opened
from fallkonferenz.actions import officers
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit.asking import Page, Place, TooLarge, newest, of_people
from fallkonferenz.web.audit.codes import case_of, codes_of
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.unlock import NOT_OPEN, Key, needs_key
from fallkonferenz.web.forms.audit import OFFICERS, PROCESSES, TimelineForm
from fallkonferenz.web.presenters.audit import entries

FITS = {
    "": of_people,
    OFFICERS: lambda opened: opened.header.kind is Kind.OFFICER_ACCESS,
    PROCESSES: lambda opened: opened.header.kind not in (Kind.EVENT, Kind.OFFICER_ACCESS),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs_key
def timeline(request: HttpRequest, key: Key) -> HttpResponse:
    """A code is typed into the body, never into an address; the address names the case by its id."""
    if request.method == "POST":
        return _sent(request, key)
    form = _form({**TimelineForm.usual(), **request.GET.dict(), **_code_of(request.GET.get("case", ""))})
    if not form.is_valid():
        return _page(request, key, form, Page([]), UNPROCESSABLE)
    before = Place.parse(request.GET.get("before", ""))
    officers.ask("log.timeline", by=request.user, question=form.as_query, **({"before": str(before)} if before else {}))
    try:
        page = newest(form.question, key=key, before=before, fits=FITS.get(form.cleaned_data["kind"], _all))
    except TooLarge as refusal:
        return _page(request, key, form, Page([]), NOT_OPEN, too_large=refusal)
    return _page(request, key, form, page)


def _all(opened: Opened) -> bool:
    return True


def _sent(request: HttpRequest, key: Key) -> HttpResponse | HttpResponseRedirect:
    form = _form({**request.POST.dict(), "case": ""})  # the code that was typed says which
    if form.is_valid():
        return redirect(reverse("audit-timeline", query=form.as_query))
    return _page(request, key, form, Page([]), UNPROCESSABLE)


def _code_of(case: str) -> dict[str, str]:
    """As it was typed; a case that was erased has none."""
    try:
        codes = codes_of({UUID(case)})
    except ValueError:
        return {}
    return {"code": codes[UUID(case)]} if codes else {}


def _form(data: Any) -> TimelineForm:
    people = Person.objects.only("pk", "name").order_by("name_key")
    houses = Institution.objects.only("pk", "name").order_by("name")
    return TimelineForm(data, people=people, institutions=houses, find=case_of)


def _page(
    request: HttpRequest, key: Key, form: TimelineForm, page: Page, status: int = 200, too_large: TooLarge | None = None
) -> HttpResponse:
    if status == UNPROCESSABLE:
        log("access.form", by=request.user, details={"form": "log.timeline"})
    context = {
        "title": gettext("What happened, by time"),
        "form": form,
        "columns": entries.COLUMNS,
        "rows": entries.rows(page.entries, Names.of(page.entries)),
        "tally": page.tally,
        "too_large": too_large,
        "reset": reverse("audit-timeline"),
        **_pager(request, form, page),
    }
    return shown(request, key, "audit/timeline.html", context, status=status)


def _pager(request: HttpRequest, form: TimelineForm, page: Page) -> dict[str, str]:
    query = form.as_query if form.is_valid() else {}
    return {
        "newer": reverse("audit-timeline", query=query) if "before" in request.GET else "",
        "older": reverse("audit-timeline", query={**query, "before": str(page.next)}) if page.next else "",
    }
