"""Answering the questions of an instrument: all at once or one after the other, in as many sittings as it takes.

Each page that is sent is kept by ``assessing.answer``; what is typed and not sent is kept as a draft.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fallkonferenz.access.refusals import NotNow, NotVisible
from fallkonferenz.actions import assessed, assessing
from fallkonferenz.actions.answering import NotAnswered
from fallkonferenz.actions.assessed import OpenedInstrument
from fallkonferenz.cases.models import Assessment
from fallkonferenz.web.acting import form_page
from fallkonferenz.web.assessments import FORM, of_assessment, open_one, typed_in
from fallkonferenz.web.forms.questions import QuestionsForm
from fallkonferenz.web.presenters.assessments.known import Known
from fallkonferenz.web.presenters.assessments.sheets import LATER, Sheet
from risk.shape import Instrument, NormSet


class Asked(NamedTuple):
    """One questionnaire: what it asks, what was answered so far, the norms there are, and how the last answer was known."""

    instrument: Instrument
    kept: OpenedInstrument
    norm_sets: tuple[NormSet, ...]
    latest: dict[str, Any]


@require_http_methods(FORM)
def answer(request: HttpRequest, pk: UUID, instrument: str) -> HttpResponse:
    assessment = open_one(request, pk)
    asked = _asked(request, assessment, instrument)
    sheet = Sheet(pk, asked.instrument, asked.kept.answers or {}, request.GET.get("item", ""))
    if sheet.at and sheet.at not in sheet.places:
        raise NotVisible
    form = _form(request, sheet, asked)
    return form_page(
        request,
        right="assessment.answer",
        thing=assessment,
        form=form,
        act=_act(request, assessment, instrument, form),
        done=lambda result: _goes_on(request, assessment, sheet),
        template="assessments/answer.html",
        context={"sheet": sheet, "case": assessment.case, "crumbs": of_assessment(assessment, sheet.title)},
    )


def _asked(request: HttpRequest, assessment: Assessment, key: str) -> Asked:
    """The instrument as it was begun; one that is no part of the assessment has no page."""
    file = assessed.read(assessment, by=request.user)
    kept = next((each for each in file.instruments if each.row.instrument == key), None)
    if kept is None:
        raise NotVisible
    known = Known.as_begun([kept.row])
    asked = known.instrument(kept.row)
    if asked is None:
        raise NotNow(known.why_it_ended(kept.row))
    return Asked(asked, kept, known.norm_sets(kept.row), file.last_told)


def _form(request: HttpRequest, sheet: Sheet, asked: Asked) -> QuestionsForm:
    kept = asked.kept
    return QuestionsForm(
        typed_in(request),
        instrument=sheet.instrument,
        items=sheet.items,
        kept=kept.answers or {},
        latest=asked.latest,
        facts=kept.facts or {},
        asks_facts=sheet.asks_facts,
        norm_sets=asked.norm_sets if sheet.asks_facts else (),
        norm_set=kept.row.norm_set,
        alone=sheet.one_by_one,
    )


def _act(request: HttpRequest, assessment: Assessment, key: str, form: QuestionsForm) -> Callable[..., Any]:
    """What cannot be an answer is said beside its question; the refusal itself goes on as every refusal does."""

    def act(**told: Any) -> object:
        if not told["answers"] and not told["facts"] and told["norm_set"] is None:
            return None
        try:
            return assessing.answer(assessment, by=request.user, instrument=key, **told)
        except NotAnswered as refused:
            for code, sentence in refused.faults:
                form.add_error(form.field_of(code), sentence)
            raise

    return act


def _goes_on(request: HttpRequest, assessment: Assessment, sheet: Sheet) -> str:
    go = request.POST.get("go", "")
    if go == LATER:
        messages.success(request, _("Kept. You can go on whenever you want."))
    return sheet.after(go) or reverse("assessment-read", args=[assessment.pk])
