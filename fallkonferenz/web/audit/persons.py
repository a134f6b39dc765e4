"""What an account has done: each kind of act with how often and when, and in which cases."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit.read import Opened
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit.added_up import answered, asked
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.summing import by_event
from fallkonferenz.web.audit.unlock import Key, needs_key
from fallkonferenz.web.forms.audit import AccountForm, Span
from fallkonferenz.web.presenters.audit import sums

EVENT = "log.person"


@require_http_methods(["GET", "HEAD", "POST"])
@needs_key
def person(request: HttpRequest, key: Key) -> HttpResponse:
    people = Person.objects.only("pk", "name").order_by("name_key")
    if request.method == "GET" and "actor" in request.GET:
        form = AccountForm(request.GET, people=people)
        return answered(request, key, EVENT, form, _answer, who=form.who if form.is_valid() else "")
    form = AccountForm(request.POST, people=people) if request.method == "POST" else None
    if form and form.is_valid():
        return redirect(reverse("audit-person", query=form.as_query))
    status = UNPROCESSABLE if form else 200
    return asked(request, key, EVENT, form or AccountForm(initial=Span.usual(), people=people), status)


def _answer(entries: Iterator[Opened]) -> dict[str, Any]:
    found = by_event(entries)
    cases = set().union(*(row.cases for row in found))
    names = Names.of([row.last for row in found], cases=cases)
    return {
        "columns": sums.EVENT_COLUMNS,
        "rows": sums.event_rows(found),
        "codes": sorted(names.codes.values()),
        "erased": len(cases) - len(names.codes),
    }
