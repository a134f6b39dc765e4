"""Assessing: the list of a case, beginning, what is still open, the own judgement, completion, the result.

Nothing on these pages tells a score, a band or a lifted level before the assessment is complete.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fallkonferenz.access import judged, scope
from fallkonferenz.actions import answering, assessed, assessing, flags, packs
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Assessment, Case
from fallkonferenz.institutions.models import Person
from fallkonferenz.web import trail
from fallkonferenz.web.acting import form_page, must_be_possible, post_act
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.forms.assessments import BeginForm, JudgeForm
from fallkonferenz.web.keeping import desk_for
from fallkonferenz.web.presenters.assessments.history import History
from fallkonferenz.web.presenters.assessments.known import Known
from fallkonferenz.web.presenters.assessments.listing import ListPresenter
from fallkonferenz.web.presenters.assessments.one import CompletedPresenter, OpenPresenter
from fallkonferenz.web.presenters.instruments import limited_to
from risk.shape import Instrument, RedFlag

FORM = ["GET", "HEAD", "POST"]
BEGIN = "assessment.begin"


def typed_in(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
def listed(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    overview = assessed.listed(case, by=request.user)
    shown = ListPresenter(overview, request.user, _known_to(overview.assessments))
    return render(request, "assessments/list.html", {"list": shown})


def _known_to(files: Iterable[assessed.AssessmentFile]) -> Known:
    return Known.as_begun(used.row for each in files for used in each.instruments)


@require_http_methods(FORM)
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First about the pair; then the instruments that are valid for it. Nothing is kept before the second."""
    case = scope.case_or_404(request.user, pk)
    own = None if request.method == "POST" else judged.own_open(request.user, case)
    if own:
        return _begun_already(request, case, own)
    form = BeginForm(typed_in(request), case=case, by=request.user, offered=offered())
    context = {
        "case": case,
        "heading": _("Begin an assessment"),
        "begins": True,
        "fitting": request.method == "POST",
        "back": reverse("assessment-list", args=[pk]),
        "crumbs": _way_to_begin(pk),
    }
    if request.method == "POST" and request.POST.get("go") == "show":
        return what_fits(request, BEGIN, case, form, context)
    return form_page(
        request,
        right=BEGIN,
        thing=case,
        form=form,
        act=partial(assessing.begin, case, by=request.user),
        done=_first_page,
        template="assessments/begin.html",
        context=context,
    )


def _way_to_begin(case: UUID) -> list[Crumb]:
    return trail.of_case(case, _("Begin an assessment"), Crumb(_("Risk assessments"), _list_of(case)))


def _begun_already(request: HttpRequest, case: Case, own: Assessment) -> HttpResponse:
    """There is one at a time for each institution: who comes here is led on to it."""
    must_be_possible(request, BEGIN, case)
    log("access.form", by=request.user, thing=case, details={"form": BEGIN})
    context = {"case": case, "own": own, "url": _first_page(own), "crumbs": _way_to_begin(case.pk)}
    return render(request, "assessments/begun.html", context)


def offered() -> list[tuple[Instrument, str]]:
    """Each instrument, with a word if it is only recorded or gives no band."""
    return [(each.instrument, limited_to(each)) for each in packs.loaded().values()]


def what_fits(
    request: HttpRequest, right: str, thing: Case | Assessment, form: BeginForm, context: dict[str, Any]
) -> HttpResponse:
    """The same page again, with the instruments; it does nothing yet."""
    must_be_possible(request, right, thing)
    status = 200 if form.is_valid() else 422
    desk = desk_for(request, form, right=right, thing=thing)
    log("access.form", by=request.user, thing=thing, details={"form": right})
    return render(request, "assessments/begin.html", {"form": form, "desk": desk, **context}, status=status)


def _list_of(case: UUID) -> str:
    return reverse("assessment-list", args=[case])


def _first_page(assessment: Assessment) -> str:
    return reverse("assessment-read", args=[assessment.pk])


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = judged.assessment_or_404(request.user, pk)
    file = assessed.read(assessment, by=request.user)
    others = file.others.assessments if file.others else []
    known = _known_to([*others, file])
    if file.others is None:
        return render(request, "assessments/read.html", {"shown": OpenPresenter(file, request.user, known)})
    history = History(others, file.others.lowerings, request.user, known)
    shown = CompletedPresenter(file, request.user, known, file.others.level)
    context = {"shown": shown, "history": history, "newer": history.newer_than(file.row)}
    return render(request, "assessments/read.html", context)


@require_http_methods(FORM)
def judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = open_one(request, pk)
    overtaken = (
        request.method == "POST" and assessment.is_open and request.POST.get("seen", "") != assessment.judgement_mark
    )
    file = assessed.read(assessment, by=request.user) if overtaken or request.method != "POST" else None
    known = Known.as_begun(each.row for each in file.instruments) if file else None
    stands = _judged_so_far(file, known, request.user) if file and known else {}
    return form_page(
        request,
        right="assessment.judge",
        thing=assessment,
        form=JudgeForm(typed_in(request), initial=stands, overtaken=overtaken),
        act=partial(assessing.judge, assessment, by=request.user),
        done=lambda judged: reverse("assessment-read", args=[pk]),
        template="assessments/judge.html",
        context={
            "case": assessment.case,
            "ended": known.ended(each.row for each in file.instruments) if file and known else [],
            "back": reverse("assessment-read", args=[pk]),
            "crumbs": of_assessment(assessment, _("Own judgement")),
        },
    )


def open_one(request: HttpRequest, pk: UUID) -> Assessment:
    """Whoever opens the page of one that is complete is told so; what is sent to it is refused beside the form."""
    assessment = judged.assessment_or_404(request.user, pk)
    if request.method != "POST":
        answering.must_be_open(assessment)
    return assessment


def _judged_so_far(file: assessed.AssessmentFile, known: Known, by: Person) -> dict[str, Any]:
    """What was judged before, what an answer has said of firearms already, and the flags that were named last."""
    heard = {True: "yes", False: "no", None: ""}[file.row.heard]
    return {
        "seen": file.row.judgement_mark,
        "firearms": file.firearms or _answered_of_firearms(file, known),
        "firearms_note": file.firearms_note,
        "level": file.row.judgement_level,
        "reasons": file.reasons,
        "flags": file.flags if file.row.judged_at else flags.own_last(file.row.case, by),
        "worries": file.worries,
        "heard": heard,
        "person_view": file.person_view,
        "why_not_heard": file.why_not_heard,
    }


def _answered_of_firearms(file: assessed.AssessmentFile, known: Known) -> str:
    """Any yes to a question about firearms; "no" only if no such question is unknown."""
    told: list[object] = []
    for each in file.instruments:
        instrument = known.instrument(each.row)
        about = [item.code for item in instrument.items if item.flag == RedFlag.FIREARM] if instrument else []
        told += [(each.answers or {}).get(code, {}).get("answer") for code in about]
    return next((answer for answer in ("yes", "unknown", "no") if answer in told), "")


def of_assessment(assessment: Assessment, here: object) -> list[Crumb]:
    """The way to a page about one assessment."""
    return trail.of_case(
        assessment.case_id,
        here,
        Crumb(str(_("Risk assessments")), _list_of(assessment.case_id)),
        Crumb(str(_("Risk assessment")), reverse("assessment-read", args=[assessment.pk])),
    )


@require_POST
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is completed is the judgement that stood on the page of the button."""
    assessment, seen = judged.assessment_or_404(request.user, pk), request.POST.get("seen", "")
    act = partial(assessing.complete, assessment, by=request.user, seen=seen)
    return post_act(request, act, _first_page(assessment))


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = judged.assessment_or_404(request.user, pk)
    to = _list_of(assessment.case_id)
    answer = post_act(request, partial(assessing.discard, assessment, by=request.user), to)
    messages.success(request, str(_("The assessment was discarded.")))
    return answer
