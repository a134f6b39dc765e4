"""The level of a case: lowered only by two people of two institutions; dissent, which changes nothing and is shown."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fallkonferenz.access import judged, second
from fallkonferenz.access.check import Standing
from fallkonferenz.access.refusals import Denied
from fallkonferenz.actions import assessed
from fallkonferenz.actions import lowering as levels
from fallkonferenz.cases.models import Lowering
from fallkonferenz.web import trail
from fallkonferenz.web.acting import form_page, post_act
from fallkonferenz.web.assessments import FORM, typed_in
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.forms.assessments import DissentForm, LowerForm, RefuseForm
from fallkonferenz.web.presenters.assessments.asked import AskedPresenter
from fallkonferenz.web.steps import Step

ASK = Step(
    "level.ask_lower",
    gettext_lazy("Ask to lower the level"),
    LowerForm,
    levels.ask_lower,
    gettext_lazy("Somebody of another institution decides within seven days. Until then the level stays."),
    leads_to="assessment-list",
)
DISSENT = Step(
    "level.dissent",
    gettext_lazy("Record dissent"),
    DissentForm,
    levels.dissent,
    gettext_lazy("It stands beside the level of the case and changes nothing by itself."),
    leads_to="assessment-list",
)


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    lowering = judged.lowering_or_404(request.user, pk)
    opened = assessed.request(lowering, by=request.user)
    context = {
        "asked": AskedPresenter(opened, Standing(request.user, lowering), request.user),
        "case": lowering.case,
        "crumbs": _crumbs(lowering, _("Lower the level?")),
    }
    return render(request, "assessments/lowering.html", context)


def _crumbs(lowering: Lowering, here: object, *between: Crumb) -> list[Crumb]:
    listed = Crumb(_("Risk assessments"), _list_of(lowering))
    return trail.of_case(lowering.case_id, here, listed, *between)


def _list_of(lowering: Lowering) -> str:
    return reverse("assessment-list", args=[lowering.case_id])


@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    lowering = judged.lowering_or_404(request.user, pk)
    answer = post_act(request, partial(levels.confirm_lower, lowering, by=request.user), _list_of(lowering))
    messages.success(request, _("The level was lowered."))
    return answer


@require_http_methods(FORM)
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    lowering = judged.lowering_or_404(request.user, pk)
    if why_not := second.why_not(lowering, request.user):
        raise Denied(why_not)
    back = reverse("level-read_lower", args=[pk])
    return form_page(
        request,
        right="level.refuse_lower",
        thing=lowering,
        form=RefuseForm(typed_in(request)),
        act=partial(levels.refuse_lower, lowering, by=request.user),
        done=lambda result: _list_of(lowering),
        template="conferences/form.html",
        context={
            "title": _("The level stays"),
            "submit": _("Save"),
            "case": lowering.case,
            "back": back,
            "crumbs": _crumbs(lowering, _("The level stays"), Crumb(_("Lower the level?"), back)),
        },
    )
