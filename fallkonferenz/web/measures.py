"""Measures: the board of the own institution, one measure, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fallkonferenz.access import board, choices, scope
from fallkonferenz.actions import measures, reading
from fallkonferenz.cases.words import State
from fallkonferenz.web import trail
from fallkonferenz.web.acting import UNPROCESSABLE, form_page, post_act
from fallkonferenz.web.forms.measures import (
    AddForm,
    AskForm,
    BoardFilter,
    DeclineForm,
    DropForm,
    FinishForm,
    LackCapacityForm,
    MeasureForm,
    NotUndertakeForm,
    OvertakeForm,
    ProposeForm,
    RefuseForm,
    RenewForm,
)
from fallkonferenz.web.keeping import desk_for
from fallkonferenz.web.presenters.measures import BoardPresenter, MeasurePresenter, line_of, sealed_line

FORM = ["GET", "HEAD", "POST"]


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The board: overdue first, then by date; what has an outcome is shown when it is asked for."""
    form = BoardFilter(request.GET)
    fits = form.is_valid()
    here = {"show": form.cleaned_data.get("show") or board.OPEN, "of": form.cleaned_data.get("of")}
    after = line_of(request.GET.get("after", ""))
    page = reading.measures(by=request.user, **here, after=after)
    context = {
        "form": form,
        "board": BoardPresenter(page.rows, request.user),
        "of": page.rows[0].row.responsible if here["of"] and page.rows else None,
        "newer": _here(**here) if after else "",
        "older": _here(**here, after=sealed_line(page.next)) if page.next else "",
        "reset": reverse("measure-list"),
    }
    return render(request, "measures/list.html", context, status=200 if fits else UNPROCESSABLE)


def _here(**narrowing: object) -> str:
    return reverse("measure-list", query={name: value for name, value in narrowing.items() if value})


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    measure = scope.measure_or_404(request.user, pk)
    file = reading.measure_file(measure, by=request.user)
    form = AskForm(institutions=[])
    asking = reverse("measure-ask", args=[pk])
    context = {
        "measure": MeasurePresenter(file),
        "form": form,
        "desk": desk_for(request, form, right="measure.ask", thing=measure, place=asking),
        "crumbs": trail.of_case(measure.case_id, _("Measure")),
    }
    return render(request, "measures/read.html", context)


@require_http_methods(FORM)
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _plan(request, pk, "measure.propose", _("Propose a measure"), ProposeForm, measures.propose)


@require_http_methods(FORM)
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _plan(request, pk, "measure.add", _("Enter an agreed measure"), AddForm, measures.add)


def _plan(
    request: HttpRequest, pk: UUID, right: str, title: object, form: type[ProposeForm], act: Callable[..., Any]
) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    typed = request.POST if request.method == "POST" else None
    return form_page(
        request,
        right=right,
        thing=case,
        form=form(typed, case=case, by=request.user),
        act=partial(act, case, by=request.user),
        done=lambda measure: _planned(request, measure),
        template="measures/plan.html",
        context={"title": title, "case": case, "crumbs": trail.of_case(pk, title)},
    )


def _planned(request: HttpRequest, measure: Any) -> str:
    """In a conference the next measure follows; else the one that was made is shown."""
    messages.success(request, str(_("Saved.")))
    agreeing = measure.case.state == State.CONFERENCE and measure.agreed_at
    return reverse("case-agree_measures", args=[measure.case_id]) if agreeing else _page_of(measure)


def _page_of(measure: Any) -> str:
    return reverse("measure-read", args=[measure.pk])


@dataclass(frozen=True)
class Report:
    """A step of a measure with a form of its own; ``follows`` says what happens then."""

    title: object
    form: type[MeasureForm]
    act: Callable[..., Any]
    follows: object = ""


# fmt: off
REPORTS = {
    "refuse":        Report(_("Do not accept the measure"), RefuseForm, measures.refuse,
                            _("It goes back to the case management.")),
    "drop":          Report(_("Do not take up the proposal"), DropForm, measures.drop,
                            _("The proposal is closed for good; who proposed it reads your reason and can propose anew.")),
    "finish":        Report(_("Report as done"), FinishForm, measures.finish),
    "overtake":      Report(_("No longer needed or no longer possible"), OvertakeForm, measures.overtake),
    "decline":       Report(_("Not wanted by the person at risk"), DeclineForm, measures.decline,
                            _("It needs no reason.")),
    "not_undertake": Report(_("Not undertaken"), NotUndertakeForm, measures.not_undertake,
                            _("The case management sees what is needed and can agree it anew.")),
    "lack_capacity": Report(_("No capacity"), LackCapacityForm, measures.lack_capacity,
                            _("What was missing is counted for the planning of help, without the case.")),
    "renew":         Report(_("Agree it anew"), RenewForm, measures.renew,
                            _("The institution responsible accepts it again or says why not.")),
    "ask":           Report(_("Write to those who see the measure"), AskForm, measures.ask),
}
# fmt: on


@require_http_methods(FORM)
def report(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    measure = scope.measure_or_404(request.user, pk)
    file = reading.measure_file(measure, by=request.user)
    row = REPORTS[step]
    return form_page(
        request,
        right=f"measure.{step}",
        thing=measure,
        form=_form(request, row, measure),
        act=partial(row.act, measure, by=request.user),
        done=lambda result: _reported(request, measure),
        template="measures/step.html",
        context={
            "step": row,
            "measure": MeasurePresenter(file),
            "back": _page_of(measure),
            "crumbs": trail.of_case(measure.case_id, row.title),
        },
    )


def _form(request: HttpRequest, row: Report, measure: Any) -> Form:
    institutions = choices.admitted(measure.case) if row.form is RenewForm else []
    return row.form(request.POST if request.method == "POST" else None, institutions=institutions)


def _reported(request: HttpRequest, measure: Any) -> str:
    messages.success(request, str(_("Saved.")))
    return _page_of(measure)


AT_ONCE = {"agree": measures.agree, "accept": measures.accept}


@require_POST
def press(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Steps that need one button only."""
    measure = scope.measure_or_404(request.user, pk)
    return post_act(request, partial(AT_ONCE[step], measure, by=request.user), _page_of(measure))
