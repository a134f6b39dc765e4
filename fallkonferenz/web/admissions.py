"""Who sees a case and why; admitting, narrowing, ending; keeping a person out; telling who is meant."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fallkonferenz.access import choices, scope
from fallkonferenz.access.check import Standing
from fallkonferenz.access.sight import sight_of_institution
from fallkonferenz.actions import admissions, grounds, seeing
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Institution
from fallkonferenz.web import trail
from fallkonferenz.web.acting import UNPROCESSABLE, form_page, must_be_possible, post_act
from fallkonferenz.web.components import Act, Crumb
from fallkonferenz.web.forms.admissions import AdmitForm, ChooseForm, ExcludeForm, NarrowForm, TellForm
from fallkonferenz.web.forms.cases import ConfirmForm
from fallkonferenz.web.presenters.admissions import SightPresenter, views_in_words
from fallkonferenz.web.steps import Step

FORM = ["GET", "HEAD", "POST"]

STEPS = (
    Step(
        "admission.exclude",
        _("Exclude a person"),
        ExcludeForm,
        admissions.exclude,
        _("Conflict of interest: from the next request on this person sees nothing of the case, whatever else holds."),
        final=True,
        leads_to="case-sight",
    ),
    Step(
        "identity.tell",
        _("Record who was told who is meant"),
        TellForm,
        grounds.tell,
        _("You told somebody by telephone who is meant. Record to whom and on which ground, never the name itself."),
        leads_to="case-sight",
    ),
)

# fmt: off
ACTS = (
    # right                label                                   URL name
    ("admission.admit",    _("Admit an institution"),              "admission-admit"),
    ("ground.record",      _("Record a ground of sharing"),        "ground-record"),
    ("ground.withdraw",    _("Record a withdrawal"),               "ground-withdraw"),
    ("identity.tell",      _("Record who was told who is meant"),  "identity-tell"),
    ("admission.exclude",  _("Exclude a person"),                  "admission-exclude"),
)
# fmt: on


@require_safe
def sight(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    page = seeing.who_sees(case, by=request.user)
    shown = SightPresenter(page, request.user, _acts(Standing(request.user, case)))
    context = {"sight": shown, "case": case, "crumbs": trail.of_case(pk, _("Who sees what"))}
    return render(request, "admissions/sight.html", context)


def _acts(standing: Standing) -> list[Act]:
    whys = [(standing.why_not(right), label, name) for right, label, name in ACTS]
    pk = standing.thing.pk
    return [
        Act(label, "" if why_not else reverse(name, args=[pk]), allowed=not why_not, why_not=why_not)
        for why_not, label, name in whys
    ]


def way(pk: UUID, here: object) -> list[Crumb]:
    return trail.of_case(pk, here, Crumb(_("Who sees what"), reverse("case-sight", args=[pk])))


def _saved(request: HttpRequest, pk: UUID) -> str:
    messages.success(request, str(_("Saved.")))
    return reverse("case-sight", args=[pk])


@require_http_methods(FORM)
def admit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom first; then on which ground, with what it would see."""
    case = scope.case_or_404(request.user, pk)
    chosen = ChooseForm(request.GET if "institution" in request.GET else None, case=case, by=request.user)
    if chosen.is_bound and chosen.is_valid():
        return _admit(request, case, chosen.cleaned_data["institution"])
    must_be_possible(request, "admission.admit", case)
    log("access.form", by=request.user, thing=case, details={"form": "admission.admit"})
    context = {"form": chosen, "case": case, "crumbs": way(pk, _("Admit an institution"))}
    return render(request, "admissions/choose.html", context, status=UNPROCESSABLE if chosen.errors else 200)


def _admit(request: HttpRequest, case: Case, institution: Institution) -> HttpResponse:
    views = choices.views_possible(case, institution)
    typed = request.POST if request.method == "POST" else None
    return form_page(
        request,
        right="admission.admit",
        thing=case,
        form=AdmitForm(typed, case=case, by=request.user, institution=institution, views=views),
        act=partial(admissions.admit, case, by=request.user, institution=institution),
        done=lambda result: _saved(request, case.pk),
        template="admissions/admit.html",
        context={
            "case": case,
            "institution": institution,
            "views": views_in_words(views),
            "crumbs": way(case.pk, _("Admit an institution")),
        },
    )


@require_http_methods(FORM)
def narrow(request: HttpRequest, pk: UUID, institution: int) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    admitted = _admitted(request, case, institution, "admission.narrow")
    views = sight_of_institution(admitted, case).views
    typed = request.POST if request.method == "POST" else None
    return form_page(
        request,
        right="admission.narrow",
        thing=case,
        form=NarrowForm(typed, case=case, by=request.user, institution=admitted, views=views),
        act=partial(admissions.narrow, case, by=request.user, institution=admitted),
        done=lambda result: _saved(request, pk),
        template="admissions/change.html",
        context=_change(case, admitted, _("Narrow the sight"), _("It holds from the next request on.")),
    )


@require_http_methods(FORM)
def withdraw(request: HttpRequest, pk: UUID, institution: int) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    admitted = _admitted(request, case, institution, "admission.withdraw")
    follows = _("From the next request on the case does not exist for this institution, its own entries included.")
    return form_page(
        request,
        right="admission.withdraw",
        thing=case,
        form=ConfirmForm(request.POST if request.method == "POST" else None, case=case, by=request.user),
        act=partial(admissions.withdraw, case, by=request.user, institution=admitted),
        done=lambda result: _saved(request, pk),
        template="admissions/change.html",
        context=_change(case, admitted, _("End the admission"), follows) | {"final": True},
    )


def _admitted(request: HttpRequest, case: Case, institution: int, right: str) -> Institution:
    """Asked after the right: who may not change admissions learns nothing of them."""
    refusal = Standing(request.user, case).refusal(right)
    if refusal:
        raise refusal
    return choices.participation_or_404(case, institution).institution


def _change(case: Case, institution: Institution, title: object, follows: object) -> dict[str, Any]:
    return {
        "case": case,
        "institution": institution,
        "title": title,
        "follows": follows,
        "back": reverse("case-sight", args=[case.pk]),
        "crumbs": way(case.pk, title),
    }


@require_POST
def include(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    """End the exclusion of a person."""
    case = scope.case_or_404(request.user, pk)
    refusal = Standing(request.user, case).refusal("admission.include")
    if refusal:
        raise refusal
    excluded = choices.excluded_or_404(case, person)
    act = partial(admissions.include, case, by=request.user, person=excluded)
    return post_act(request, act, reverse("case-sight", args=[pk]))
