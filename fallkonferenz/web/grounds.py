"""Grounds of sharing: the list, a new one with its preview, a withdrawal, and the decision after it."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from fallkonferenz.access import scope
from fallkonferenz.access.check import Standing
from fallkonferenz.access.sight import sights_of_institutions
from fallkonferenz.actions import grounds, seeing
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS
from fallkonferenz.institutions.models import Institution
from fallkonferenz.web import trail
from fallkonferenz.web.acting import UNPROCESSABLE, form_page, must_be_possible
from fallkonferenz.web.components import Cell, Crumb
from fallkonferenz.web.forms.grounds import DecideForm, RecordForm, WithdrawForm
from fallkonferenz.web.keeping import desk_for
from fallkonferenz.web.presenters.admissions import GroundsPresenter
from fallkonferenz.web.steps import Step

STEPS = (
    Step(
        "ground.withdraw",
        _("Record a withdrawal"),
        WithdrawForm,
        grounds.withdraw,
        _(
            "Sharing stops at once: the recipient no longer reads these entries. The case management decides how it goes on."
        ),
        final=True,
        leads_to="ground-list",
    ),
    Step(
        "ground.decide",
        _("Decide after a withdrawal"),
        DecideForm,
        grounds.decide,
        _("The mark “sharing stopped” ends. What was withdrawn stays closed."),
        leads_to="ground-list",
    ),
)


@require_safe
def listed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those of the own institution; all of them for the case management."""
    case = scope.case_or_404(request.user, pk)
    rows = seeing.grounds(case, by=request.user)
    standing = Standing(request.user, case)
    context = {
        "case": case,
        "grounds": GroundsPresenter(rows),
        "may_record": not standing.why_not("ground.record"),
        "may_decide": not standing.refusal("ground.decide"),
        "crumbs": trail.of_case(pk, _("Grounds of sharing")),
    }
    return render(request, "grounds/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it would open is shown first; only then there is the button that records it."""
    case = scope.case_or_404(request.user, pk)
    form = RecordForm(request.POST if request.method == "POST" else None, case=case, by=request.user)
    back = reverse("ground-list", args=[pk])
    title = _("Record a ground of sharing")
    crumbs = trail.of_case(pk, title, Crumb(_("Grounds of sharing"), back))
    context = {"case": case, "back": back, "crumbs": crumbs}
    if request.method == "POST" and not _was_previewed(request, form):
        return _preview(request, case, form, context)
    return form_page(
        request,
        right="ground.record",
        thing=case,
        form=form,
        act=partial(grounds.record, case, by=request.user),
        done=lambda result: _recorded(request, back),
        template="grounds/record.html",
        context=context,
    )


def _recorded(request: HttpRequest, to: str) -> str:
    messages.success(request, str(_("Saved.")))
    return to


def _preview(request: HttpRequest, case: Case, form: RecordForm, context: dict[str, Any]) -> HttpResponse:
    must_be_possible(request, "ground.record", case)
    fits = form.is_valid()
    if fits:
        context |= {"preview": preview(case, **_opening(form)), "columns": PREVIEW, "fingerprint": fingerprint(form)}
    context["desk"] = desk_for(request, form, right="ground.record", thing=case)
    log("access.form", by=request.user, thing=case, details={"form": "ground.record", "preview": fits})
    return render(request, "grounds/record.html", {**context, "form": form}, status=200 if fits else UNPROCESSABLE)


def _was_previewed(request: HttpRequest, form: RecordForm) -> bool:
    """Recorded is only what was shown before, unchanged."""
    shown = request.POST.get("previewed", "")
    return "record" in request.POST and form.is_valid() and constant_time_compare(shown, fingerprint(form))


def fingerprint(form: RecordForm) -> str:
    """Of all that decides what a ground opens."""
    told = form.cleaned_data
    who = [told["discloser"].pk, *sorted(each.pk for each in told["recipients"])]
    what = [form.case.pk, told["concerns"].pk, *sorted(told["sections"])]
    return salted_hmac("fallkonferenz.web.grounds", repr((who, what))).hexdigest()


def _opening(form: RecordForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("discloser", "recipients", "sections")}


PREVIEW = (_("For whom"), _("Section"), _("What it opens"))


def preview(
    case: Case, *, discloser: Institution, recipients: list[Institution], sections: Iterable[str]
) -> list[list[object]]:
    """What the ground would open: the same rights that decide later, asked beforehand."""
    others = [each for each in recipients if each != discloser]
    sights = sights_of_institutions(others, case)
    bound = discloser.kind in BEARERS_OF_SECRETS
    return [
        [each, Section(section).label, _effect(bound, sights[each.pk].reads(section))]
        for each in others
        for section in sections
    ]


def _effect(bound: bool, reads: bool) -> Cell:
    if not reads:
        return Cell(_("nothing"), tone="neutral", note=_("This institution does not read this section."))
    if not bound:
        return Cell(
            _("nothing new"), tone="neutral", note=_("It reads this already: who shares is not bound to secrecy.")
        )
    return Cell(_("opens"), tone="warning", note=_("all entries in it about this person, also later ones"))
