"""What is worth a second look: all findings of a time, and one of them with its entries, to be marked as checked."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.finding import Finding, Place
from audit.period import Period
from audit.question import Question
from audit.read import Opened
from audit.review import Review
from fallkonferenz.access.refusals import Denied, NotVisible
from fallkonferenz.actions import reviewing
from fallkonferenz.actions.gate import log
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit.asking import TooLarge, stream
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.review import period_named, reviewed
from fallkonferenz.web.audit.unlock import NOT_OPEN, Key, needs_key
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.forms.review import CheckForm, FindingsForm
from fallkonferenz.web.presenters.audit import entries as words
from fallkonferenz.web.presenters.audit.findings import COLUMNS, LIMIT_COLUMNS, FindingPresenter, limits, names_of, rows

MOST_SHOWN = 200


@require_safe
@needs_key
def findings(request: HttpRequest, key: Key) -> HttpResponse:
    form = FindingsForm({**FindingsForm.usual(), **request.GET.dict()})
    context: dict[str, Any] = {"title": _title(), "form": form, "limits": limits(), "reset": reverse("audit-findings")}
    context["limit_columns"] = LIMIT_COLUMNS
    if not form.is_valid():
        log("access.form", by=request.user, details={"form": "log.findings"})
        return shown(request, key, "audit/findings.html", context, status=UNPROCESSABLE)
    reviewing.ask("log.findings", by=request.user, question=form.as_query)
    try:
        review = reviewed(form.period, key)
    except TooLarge as refusal:
        return shown(request, key, "audit/findings.html", {**context, "too_large": refusal}, status=NOT_OPEN)
    wanted = form.wanted(review)
    some = wanted[:MOST_SHOWN]
    context |= {
        "review": review,
        "columns": COLUMNS,
        "rows": rows(some, review, names_of(some, review)),
        "left_out": len(wanted) - len(some),
    }
    return shown(request, key, "audit/findings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_key
def finding(request: HttpRequest, key: Key, name: str) -> HttpResponse:
    """The address says in which time it was found, and where it begins: so it is found again, also when it has grown."""
    period = _period(request.GET.get("month", ""))
    reviewing.ask("log.finding", by=request.user, finding=name, month=period.name)
    review = reviewed(period, key)
    found = _found(review, name, request.GET.get("kind", ""), request.GET.get("first", ""))
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if found.who.actor == str(request.user.pk):
            raise Denied(_("A finding about yourself is checked by another officer."))
        note = form.cleaned_data["note"]
        reviewing.check(by=request.user, finding=found.id, pattern=found.pattern.value, note=note)
        messages.success(request, _("Marked as checked. The other officers see your note."))
        return redirect(reverse("audit-findings", query={"month": period.name}))
    context = _page(found, review, key) | {"form": form, "period": period}
    return shown(request, key, "audit/finding.html", context, status=UNPROCESSABLE if form.errors else 200)


def _found(review: Review, name: str, kind: str, first: str) -> Finding:
    """By its id; or what has become of it since it was listed: who looks into the log writes entries, too."""
    named = [each for each in review.findings if each.id == name]
    grown = [each for each in review.findings if (each.family, str(each.entries[0])) == (kind, first)]
    for found in (*named, *grown):
        return found
    raise NotVisible


def _page(found: Finding, review: Review, key: Key) -> dict[str, Any]:
    entries = _entries(found, key)
    names = Names.of(entries)
    back = Crumb(_title(), reverse("audit-findings", query={"month": review.period.name}))
    return {
        "title": _("Finding"),
        "crumbs": [Crumb(_("Access log"), reverse("audit-state")), back, Crumb(_("Finding"))],
        "finding": FindingPresenter(found, review, names_of([found], review)),
        "columns": words.COLUMNS,
        "rows": words.rows(entries, names),
        "left_out": found.count - len(entries),
    }


def _entries(found: Finding, key: Key) -> list[Opened]:
    """Those that the finding names."""
    wanted = {(place.epoch, place.counter) for place in found.entries}
    span = Question(since=_moment(found.began_ms), until=_moment(found.entries[-1].unix_ms) + timedelta(milliseconds=1))
    opened = (each for each in stream(span, key=key) if (each.header.epoch, each.header.counter) in wanted)
    return sorted(opened, key=Place.of)


def _period(name: str) -> Period:
    try:
        return period_named(name)
    except ValueError:
        raise NotVisible from None


def _moment(unix_ms: int) -> datetime:
    return datetime.fromtimestamp(unix_ms / 1000, UTC)


def _title() -> str:
    return _("Findings")
