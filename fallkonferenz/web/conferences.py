"""Conferences: planned, convened for a case, answered, recorded; and the measures agreed in them."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from fallkonferenz import clock
from fallkonferenz.access import choices, scope
from fallkonferenz.access.check import Standing, require
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import agenda, cases, conferences, reading
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Case
from fallkonferenz.conferences.models import Conference, ConferenceKind
from fallkonferenz.web import trail
from fallkonferenz.web.acting import form_page, must_be_possible
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.forms.conferences import (
    AnswerForm,
    CallOffForm,
    ContributeForm,
    ConveneForm,
    HoldForm,
    LeadForm,
    PlanForm,
)
from fallkonferenz.web.presenters.conferences import ConferencePresenter, ListPresenter, place_of, sealed_place
from fallkonferenz.web.presenters.measures import BoardPresenter
from fallkonferenz.web.steps import Step

FORM = ["GET", "HEAD", "POST"]

STEPS = (
    Step(
        "case.call_off",
        _("Call the conference off"),
        CallOffForm,
        conferences.call_off,
        _("The case goes back to “assessed”; it can be convened again."),
    ),
)


def typed_in(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    page = agenda.conferences(by=request.user, after=place_of(after))
    context = {
        "list": ListPresenter(page.rows),
        "may_plan": not Standing(request.user, None).refusal("conference.plan"),
        "first": reverse("conference-list") if after else "",
        "next": reverse("conference-list", query={"after": sealed_place(page.next)}) if page.next else "",
    }
    return render(request, "conferences/list.html", context)


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    conference = scope.conference_or_404(request.user, pk)
    items = agenda.conference(conference, by=request.user)
    shown = ConferencePresenter(conference, items, request.user)
    return render(request, "conferences/read.html", {"shown": shown, "crumbs": crumbs(_("Conference"))})


def crumbs(here: object, *between: Crumb) -> list[Crumb]:
    return [Crumb(_("Conferences"), reverse("conference-list")), *between, Crumb(str(here))]


@require_http_methods(FORM)
def plan(request: HttpRequest) -> HttpResponse:
    require(request.user, "conference.plan")  # before the form asks for the people of one's region
    return form_page(
        request,
        right="conference.plan",
        thing=None,
        form=PlanForm(typed_in(request), by=request.user),
        act=partial(conferences.plan, by=request.user),
        done=lambda conference: reverse("conference-read", args=[conference.pk]),
        template="conferences/form.html",
        context={
            "title": _("Plan a conference"),
            "submit": _("Plan"),
            "back": reverse("conference-list"),
            "crumbs": crumbs(_("Plan a conference")),
        },
    )


@require_http_methods(FORM)
def convene(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _convene(request, pk, "case.convene", _("Convene a conference"), conferences.convene)


@require_http_methods(FORM)
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _convene(request, pk, "case.follow_up", _("Convene a follow-up conference"), conferences.follow_up)


def _convene(request: HttpRequest, pk: UUID, right: str, title: object, act: Callable[..., Case]) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    return form_page(
        request,
        right=right,
        thing=case,
        form=ConveneForm(typed_in(request), case=case, by=request.user),
        act=partial(_planned_and_convened, request, case, act),
        done=lambda conference: _after_convening(request, case, conference),
        template="conferences/convene.html",
        context={"title": title, "case": case, "crumbs": trail.of_case(pk, title)},
    )


def _planned_and_convened(
    request: HttpRequest,
    case: Case,
    act: Callable[..., Case],
    *,
    conference: Conference | None,
    mode: str,
    starts_at: Any,
    **asked: Any,
) -> Conference:
    """Both or nothing: the page's transaction holds the two acts together."""
    by = request.user
    conference = conference or conferences.plan(by=by, kind=ConferenceKind.AD_HOC, mode=mode, starts_at=starts_at)
    act(case, by=by, conference=conference, **asked)
    return conference


def _after_convening(request: HttpRequest, case: Case, conference: Conference) -> str:
    """What has taken place already is recorded next."""
    messages.success(request, str(_("Saved.")))
    took_place = conference.starts_at < clock.now()
    return reverse("case-hold" if took_place else "case-read", args=[case.pk])


@require_http_methods(FORM)
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    form = HoldForm(typed_in(request), case=case, by=request.user)
    if request.method != "POST":
        _must_be_on_an_agenda(request, case, form)
    return form_page(
        request,
        right="case.hold",
        thing=case,
        form=form,
        act=partial(_held, request, case),
        done=lambda heard: reverse("case-agree_measures" if heard else "case-read", args=[pk]),
        template="conferences/hold.html",
        context={"case": case, "crumbs": trail.of_case(pk, _("Record the conference"))},
    )


def _must_be_on_an_agenda(request: HttpRequest, case: Case, form: HoldForm) -> None:
    must_be_possible(request, "case.hold", case)
    if not form.attendances:
        raise NotNow(_("This case is on no agenda that is still open."))


def _held(request: HttpRequest, case: Case, **recorded: Any) -> bool:
    conferences.hold(case, by=request.user, **recorded)
    messages.success(request, str(_("Saved.")))
    return bool(recorded["heard"])


@require_http_methods(FORM)
def agree_measures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The measures so far, and the lead. What is still missing is said on the page, beside the way to it."""
    case = scope.case_or_404(request.user, pk)
    context = {"case": case, "crumbs": trail.of_case(pk, _("Agree the measures"))}
    if request.method != "POST":
        context |= _agreed_so_far(request, case)
        if context["missing"]:
            log("access.form", by=request.user, thing=case, details={"form": "case.agree_measures"})
            return render(request, "conferences/agree.html", context)
    return form_page(
        request,
        right="case.agree_measures",
        thing=case,
        form=LeadForm(typed_in(request), case=case, by=request.user),
        act=partial(cases.agree_measures, case, by=request.user),
        done=lambda result: reverse("case-read", args=[pk]),
        template="conferences/agree.html",
        context=context,
    )


def _agreed_so_far(request: HttpRequest, case: Case) -> dict[str, Any]:
    standing = Standing(request.user, case)
    refusal = standing.refusal("case.agree_measures")
    if refusal:
        raise refusal
    page = reading.measures(by=request.user, cases=case.heard_together())
    return {
        "board": BoardPresenter(page.rows, request.user),
        "missing": standing.why_not("case.agree_measures"),
        "to_record": bool(choices.attendances_to_record(case)),
    }


@require_http_methods(FORM)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    attendance = scope.attendance_or_404(request.user, pk)
    form = AnswerForm(typed_in(request), attendance=attendance, by=request.user)
    title = _("Answer the invitation")
    return _at_the_table(request, attendance, "conference.answer", form, conferences.answer, title)


@require_http_methods(FORM)
def contribute(request: HttpRequest, pk: UUID) -> HttpResponse:
    attendance = scope.attendance_or_404(request.user, pk)
    form = ContributeForm(typed_in(request))
    title = _("Contribute in writing")
    return _at_the_table(request, attendance, "conference.contribute", form, conferences.contribute, title)


def _at_the_table(
    request: HttpRequest, attendance: Any, right: str, form: Any, act: Callable[..., Any], title: str
) -> HttpResponse:
    back = reverse("conference-read", args=[attendance.item.conference_id])
    return form_page(
        request,
        right=right,
        thing=attendance,
        form=form,
        act=partial(act, attendance, by=request.user),
        done=lambda result: back,
        template="conferences/form.html",
        context={
            "title": title,
            "submit": _("Send"),
            "case": attendance.item.case,
            "back": back,
            "crumbs": crumbs(title, Crumb(_("Conference"), back)),
        },
    )
