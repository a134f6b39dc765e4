"""Every component in every state, on one page of the demo: what a template may use, and what tests look at."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.words import Level
from fallkonferenz.web import charts, scales
from fallkonferenz.web.components import Act, Cell, Column, Crumb, Event, Link, Stage
from fallkonferenz.web.forms.fields import AnyOf, Code, Day, FreeText, Moment, OneOf, asked
from fallkonferenz.web.forms.questions import QuestionsForm
from risk.instruments import get

SENTENCE = _("A sentence of ordinary length that says what there is to be said, and nothing else.")
WORDS = (("a", _("The first choice")), ("b", _("A second choice whose words are longer than those of the first")))


class SampleForm(forms.Form):
    """Each kind of field, with a hint, optional, and asked in one case only."""

    radio = OneOf(label=_("One of a few"), choices=WORDS, help_text=SENTENCE)
    select = forms.ChoiceField(label=_("One of many"), choices=[("", _("Please choose")), *WORDS])
    text = forms.CharField(label=_("A line"), help_text=SENTENCE)
    number = forms.IntegerField(label=_("A number"), min_value=0)
    moment = Moment(label=_("A moment"), help_text=_("An estimate is enough."))
    day = Day(label=_("A day"), required=False)
    code = Code(label=_("Case code"), required=False)
    long = FreeText(label=_("A text"))
    some = AnyOf(label=_("Any of a few"), choices=WORDS, required=False)
    sometimes = asked(_("with a release"), forms.CharField(label=_("A line")))
    agreed = forms.BooleanField(label=_("I know that the purpose no longer binds"), help_text=SENTENCE)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


class SampleFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *WORDS], required=False)
    code = Code(label=_("Case code"), required=False)


MOMENT = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
CODE = "KM74PXQ2WA"
LOWERED = 9  # the day on which the level of the sample falls
CODE_CELL = Cell("KM74-PXQ2-WA", "#table", note=_("Conferences"))
ROWS = [[CODE_CELL, Cell(_("State"), tone=tone), number] for number, tone in enumerate(("neutral", "info", "danger"))]
ROWS.append([Cell("W" * 40), Cell(SENTENCE, note=SENTENCE), 1_000])
DAYS = [(f"{day}.11.", day * 7 % 23) for day in range(1, 31)]
NAMED = [("W" * 40, 1_000), ("OS", 40), ("KM", 1)]
ACTS = (
    Act(_("Convene a conference"), "#steps", primary=True, hint=SENTENCE),
    Act(_("Add an entry"), "#steps"),
    Act(_("Log out"), "#steps", post=True),
    Act(_("Close the case"), allowed=False, why_not=_("A measure has no outcome. Enter what became of it.")),
    Act(_("Close the case"), "#steps", allowed=False, why_not=SENTENCE, hint=_("To the notices")),
)


def risk() -> dict[str, Any]:
    """A questionnaire of two questions, how sure a score is, and levels over time."""
    lap = get("lap")
    items, kept = lap.items[:2], {"1": {"answer": "unknown", "source": "told", "who": SENTENCE}}
    limits = [scales.Limit(0, gettext("medium")), scales.Limit(8, SENTENCE), scales.Limit(14, gettext("high"))]
    said = [scales.Said(MOMENT + timedelta(days=day), level, day == LOWERED) for day, level in ((0, 1), (5, 3), (9, 0))]
    labels = [str(level.label) for level in reversed(Level)]
    return {
        "questions": QuestionsForm(
            instrument=lap, items=items, kept=kept, latest={}, facts={}, asks_facts=False
        ).questions,
        "sure": scales.span("sure", gettext("Risk"), scales.Points(7, 9, 15, extrapolated=True), top=20, limits=limits),
        "levels": scales.course("levels", gettext("Risk level"), str(SENTENCE), labels, said),
    }


def samples() -> dict[str, Any]:
    """What the page is filled with; made anew each time, since a form belongs to one page."""
    return {
        "crumbs": [Crumb(_("Cases"), "#main"), Crumb(_("Case"))],
        "now": MOMENT,
        "code": CODE,
        "sentence": SENTENCE,
        "tones": ("neutral", "info", "success", "warning", "danger"),
        "stages": [
            Stage(_("flagged"), "done"),
            Stage(_("assessed"), "current", SENTENCE),
            Stage(_("in conference"), "ahead"),
        ],
        "acts": ACTS,
        "links": [Link(_("Next steps"), "#steps"), Link(_("Incidents"), "#entries"), Link(SENTENCE, "#table")],
        "events": [
            Event(MOMENT, _("Measure due"), _("Conferences"), SENTENCE, "#steps", is_day=True),
            Event(MOMENT, _("Risk"), text=SENTENCE),
        ],
        "facts": [(_("Risk level"), Cell(_("high"), tone="danger")), (_("Own reference"), "OS-4711/26")],
        "plot": charts.by_day("days", gettext("Measures"), gettext("A number"), DAYS),
        "again": charts.by_day("again", gettext("Measures"), gettext("A number"), DAYS, tone="danger"),
        **risk(),
        "named": charts.by_name(
            "named", gettext("Conferences"), gettext("State"), gettext("A number"), NAMED, tone="danger"
        ),
        "columns": [_("Case code"), _("State"), Column(_("A number"), numeric=True)],
        "rows": ROWS,
        "filter": SampleFilter(),
        "form": SampleForm(prefix="new"),
        "faulty": SampleForm({}, prefix="faulty"),
        "several": forms.formset_factory(SampleFilter, extra=2)(prefix="several"),
    }


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise NotVisible
    log("access.page", by=request.user if request.user.is_authenticated else None, details={"page": "demo-components"})
    for level in (messages.SUCCESS, messages.INFO, messages.WARNING, messages.ERROR):
        messages.add_message(request, level, SENTENCE)
    return render(request, "demo/gallery.html", samples())
