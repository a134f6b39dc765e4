"""The monthly report: what happened in numbers, what stood out and what came of it. As a page and as a PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.figures import Figures
from audit.period import Period
from fallkonferenz import clock
from fallkonferenz.access.check import require
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions import reviewing
from fallkonferenz.actions.gate import log
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit.asking import TooLarge
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.paper import NoPress, as_pdf
from fallkonferenz.web.audit.reader import reader
from fallkonferenz.web.audit.review import reviewed
from fallkonferenz.web.audit.standing import standing
from fallkonferenz.web.audit.unlock import NOT_OPEN, Key, needs_key
from fallkonferenz.web.forms.review import ReportForm
from fallkonferenz.web.presenters.audit.report import ReportPresenter

PAGE = "audit/report.html"


@require_safe
@needs_key
def report(request: HttpRequest, key: Key) -> HttpResponse:
    form = _form(request)
    if not form.is_valid():
        log("access.form", by=request.user, details={"form": "log.report"})
        return shown(request, key, PAGE, {"title": _title(), "form": form}, status=UNPROCESSABLE)
    return _shown(request, key, form)


@require_safe
@needs_key
def pdf(request: HttpRequest, key: Key) -> HttpResponse:
    """Taking it along is an entry of its own; where no PDF can be made the page says how to print instead."""
    require(request.user, "log.report_pdf")
    form = _form(request)
    if not form.is_valid():
        raise NotVisible
    try:
        made = _pdf(request, key, form.period)
    except (NoPress, TooLarge) as refusal:
        return _shown(request, key, form, no_pdf=refusal.sentence)
    reviewing.ask("log.report_pdf", by=request.user, month=form.period.name)
    headers = {"Content-Disposition": f'attachment; filename="zugriffsprotokoll-{form.period.name}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _form(request: HttpRequest) -> ReportForm:
    return ReportForm({**ReportForm.usual(), **request.GET.dict()})


def _shown(request: HttpRequest, key: Key, form: ReportForm, *, no_pdf: str = "") -> HttpResponse:
    reviewing.ask("log.report", by=request.user, month=form.period.name)
    context: dict[str, Any] = {"title": _title(), "form": form, "no_pdf": no_pdf}
    try:
        context["report"] = _report(key, form.period)
    except TooLarge as refusal:
        return shown(request, key, PAGE, {**context, "too_large": refusal}, status=NOT_OPEN)
    return shown(request, key, PAGE, context)


def _pdf(request: HttpRequest, key: Key, period: Period) -> bytes:
    context = {"report": _report(key, period), "person": request.user, "opened_at": clock.now()}
    html = render_to_string("audit/report_paper.html", context)
    with reader(alone=True):
        return as_pdf(html)


def _report(key: Key, period: Period) -> ReportPresenter:
    figures = Figures(period)
    review = reviewed(period, key, through=figures.counting, instead="report")
    with reader() as connection:
        return ReportPresenter(figures, review, standing(connection))


def _title() -> str:
    return _("Monthly report")
