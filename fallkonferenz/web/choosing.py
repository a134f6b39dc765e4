"""The instruments of an open assessment: adding some, and taking out one that nobody has answered yet."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from fallkonferenz.access import judged
from fallkonferenz.actions import assessed, choosing
from fallkonferenz.actions.assessed import AssessmentFile
from fallkonferenz.web.acting import form_page, post_act
from fallkonferenz.web.assessments import FORM, of_assessment, offered, open_one, typed_in, what_fits
from fallkonferenz.web.forms.choosing import AddForm
from risk.instruments.common import AGE_AT_RISK, PAIR

ADD = "assessment.add_instrument"


@require_http_methods(FORM)
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = open_one(request, pk)
    file = assessed.read(assessment, by=request.user)
    form = AddForm(
        typed_in(request),
        case=assessment.case,
        by=request.user,
        offered=offered(),
        held={each.row.instrument for each in file.instruments},
        initial=_said_of_the_pair(file),
    )
    page = reverse("assessment-read", args=[pk])
    context = {
        "case": assessment.case,
        "heading": _("Add instruments"),
        "fitting": request.method == "POST" or bool(form.initial),
        "back": page,
        "crumbs": of_assessment(assessment, _("Add instruments")),
    }
    if request.method == "POST" and request.POST.get("go") == "show":
        return what_fits(request, ADD, assessment, form, context)
    return form_page(
        request,
        right=ADD,
        thing=assessment,
        form=form,
        act=partial(choosing.add_instrument, assessment, by=request.user),
        done=lambda added: page,
        template="assessments/begin.html",
        context=context,
    )


def _said_of_the_pair(file: AssessmentFile) -> dict[str, object]:
    """What the instruments that are part of it were begun with; nothing if there is none."""
    asked = [fact.key for fact in (*PAIR, AGE_AT_RISK)]
    told = [each.facts or {} for each in file.instruments]
    return {key: facts[key] for facts in told for key in asked if key in facts}


@require_POST
def drop(request: HttpRequest, pk: UUID, instrument: str) -> HttpResponse:
    assessment = judged.assessment_or_404(request.user, pk)
    act = partial(choosing.drop_instrument, assessment, by=request.user, instrument=instrument)
    answer = post_act(request, act, reverse("assessment-read", args=[pk]))
    messages.success(request, str(_("The instrument was taken out.")))
    return answer
