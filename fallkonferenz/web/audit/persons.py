"""What an account has done: each kind of act with how often and when, and in which cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.read import Tally
from fallkonferenz.actions import officers
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit.asking import TooLarge, stream
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.summing import by_event
from fallkonferenz.web.audit.unlock import NOT_OPEN, Key, needs_key
from fallkonferenz.web.forms.audit import AccountForm, Span
from fallkonferenz.web.presenters.audit import sums


@require_http_methods(["GET", "HEAD", "POST"])
@needs_key
def person(request: HttpRequest, key: Key) -> HttpResponse:
    people = Person.objects.only("pk", "name").order_by("name_key")
    if request.method == "GET" and "actor" in request.GET:
        return _answered(request, key, AccountForm(request.GET, people=people))
    form = AccountForm(request.POST, people=people) if request.method == "POST" else None
    if form and form.is_valid():
        return redirect(reverse("audit-person", query=form.as_query))
    status = UNPROCESSABLE if form else 200
    return _asked(request, key, form or AccountForm(initial=Span.usual(), people=people), status)


def _asked(request: HttpRequest, key: Key, form: AccountForm, status: int) -> HttpResponse:
    log("access.form", by=request.user, details={"form": "log.person"})
    return shown(request, key, "audit/person.html", {"title": _title(), "form": form}, status=status)


def _answered(request: HttpRequest, key: Key, form: AccountForm) -> HttpResponse:
    if not form.is_valid():
        return _asked(request, key, form, UNPROCESSABLE)
    officers.ask("log.person", by=request.user, question=form.as_query)
    context = {"title": _title(), "form": form, "tally": Tally(), "is_answered": True, "who": form.who}
    try:
        found = by_event(stream(form.question, key=key, tally=context["tally"]))
    except TooLarge as refusal:
        return shown(request, key, "audit/person.html", {**context, "too_large": refusal}, status=NOT_OPEN)
    names = Names.of([row.last for row in found], cases=set().union(*(row.cases for row in found)))
    context |= {
        "columns": sums.EVENT_COLUMNS,
        "rows": sums.event_rows(found),
        "codes": sorted(names.codes.values()),
        "erased": len(set().union(*(row.cases for row in found))) - len(names.codes),
        "all": reverse("audit-timeline", query=form.as_query),
    }
    return shown(request, key, "audit/person.html", context)


def _title() -> str:
    return _("What has an account done?")
