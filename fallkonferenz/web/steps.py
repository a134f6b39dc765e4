"""The steps of a case that are one form: one row each, one view and one template for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fallkonferenz.access import scope
from fallkonferenz.actions import assessing, cases, entries, flagging, rhythm
from fallkonferenz.web import trail
from fallkonferenz.web.acting import form_page
from fallkonferenz.web.forms.cases import (
    AssessForm,
    AssessmentForm,
    CaseForm,
    ChangeForm,
    CloseForm,
    ConfirmForm,
    DeathForm,
    DismissForm,
    HandleAloneForm,
    NotHighRiskForm,
    ReasonsForm,
    UninformedForm,
)
from fallkonferenz.web.forms.entries import (
    ContactForm,
    EntryForm,
    IncidentForm,
    PartyForm,
    ReferenceForm,
    ReferralForm,
)
from fallkonferenz.web.forms.flagging import LinkedForm, RepeatForm
from fallkonferenz.web.forms.hearing import ShortForm
from fallkonferenz.web.pace import paced

ENDS = _("The case is closed. It stays readable for a time, and everybody admitted is told.")


@dataclass(frozen=True)
class Step:
    """``follows`` says what happens when the button is pressed; ``final`` that it is not easily taken back."""

    right: str
    title: object
    form: type[CaseForm]
    act: Callable[..., Any]
    follows: object
    final: bool = False
    leads_to: str = "case-read"

    @property
    def name(self) -> str:
        """Of its address: the right, spelled as addresses are."""
        return self.right.replace(".", "-")

    @property
    def path(self) -> str:
        noun, _dot, verb = self.right.partition(".")
        words = [verb] if noun == "case" else [noun, verb]
        return f"cases/<uuid:pk>/{'-'.join(words).replace('_', '-')}/"


# fmt: off
STEPS = (
    Step("case.assess", _("Assess the risk"), AssessForm, cases.assess,
         _("The case is then “assessed”: decide next whether a conference is needed.")),
    Step("case.dismiss", _("Do not pursue the flag"), DismissForm, cases.dismiss, ENDS, final=True),
    Step("case.not_high_risk", _("No high-risk case: regular counselling"), NotHighRiskForm, cases.not_high_risk,
         ENDS, final=True),
    Step("case.ask_co_signature", _("Ask the case management to co-sign"), ConfirmForm, cases.ask_co_signature,
         _("The case management is asked to agree that your institution handles the case alone.")),
    Step("case.co_sign", _("Co-sign that the case is handled alone"), ConfirmForm, cases.co_sign,
         _("The institution of the last referral may then handle the case alone. You can convene instead.")),
    Step("case.handle_alone", _("Handle the case alone"), HandleAloneForm, cases.handle_alone,
         _("Your institution takes the lead, and the measures it proposed count as agreed.")),
    Step("case.close", _("Close the case"), CloseForm, cases.close, ENDS, final=True),
    Step("case.end_sharing", _("Close after the withdrawal"), ReasonsForm, cases.end_sharing, ENDS, final=True),
    Step("case.reopen", _("Take up again as a repeat"), RepeatForm, flagging.reopen,
         _("The case is flagged again and goes back to a conference, whatever the level.")),
    Step("case.report_incident", _("Report a new incident"), IncidentForm, entries.report_incident,
         _("The case management is told and has the risk assessed again.")),
    Step("case.report_change", _("Report a change"), ChangeForm, rhythm.report_change,
         _("The case management is told, and the risk is to be assessed anew: at once, or on the day announced.")),
    Step("case.confirm_referral", _("Confirm a referral"), ReferralForm, cases.confirm_referral,
         _("The referral then counts as that of the institution it was typed for.")),
    Step("case.flag_linked", _("Flag a linked case"), LinkedForm, flagging.flag_linked,
         _("A case of its own for a further endangering person. Both are heard together."), leads_to="case-flagged"),
    Step("case.record_death", _("Record the death of the endangering person"), DeathForm, cases.record_death,
         _("Linked cases are to be assessed anew. Then this pair can be closed."), final=True),
    Step("case.close_pair", _("Close the pair after the death"), ReasonsForm, cases.close_pair, ENDS, final=True),
    Step("case.freeze", _("Record the death of the person at risk"), DeathForm, cases.freeze,
         _("The case is kept unchanged, for the case management alone. All other admissions end at once. "
           "This cannot be undone."), final=True),
    Step("case.leave_uninformed", _("Record why the endangering person is not informed"), UninformedForm,
         cases.leave_uninformed, _("You are reminded on the day of the review.")),
    Step("assessment.add", _("Assess the risk anew"), AssessmentForm, assessing.add,
         _("Assessments of others stay as they are; differing ones stand beside each other.")),
    Step("entry.add", _("Add an entry"), EntryForm, entries.add,
         _("An entry is never overwritten. A mistake is corrected by a further entry.")),
    Step("party.add", _("Add a person to the case"), PartyForm, entries.add_party,
         _("The person gets a pseudonym. No name is entered anywhere.")),
    Step("contact.set", _("Set the safe contact"), ContactForm, entries.set_contact,
         _("It replaces the present one. No number and no place has a field here.")),
    Step("reference.set", _("Set the own reference"), ReferenceForm, entries.set_reference,
         _("It replaces the present one.")),
)
# fmt: on


def routes() -> list[URLPattern]:
    return [path(step.path, view_of(step), name=step.name) for step in STEPS]


def view_of(step: Step) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "HEAD", "POST"])
    def take(request: HttpRequest, pk: UUID) -> HttpResponse:
        case = scope.case_or_404(request.user, pk)
        typed = request.POST if request.method == "POST" else None
        return form_page(
            request,
            right=step.right,
            thing=case,
            form=step.form(typed, case=case, by=request.user),
            act=partial(step.act, case, by=request.user),
            done=lambda result: _taken(request, step, case, result),
            template="cases/step.html",
            context={
                "step": step,
                "case": case,
                "back": reverse("case-read", args=[pk]),
                "crumbs": trail.of_case(pk, step.title),
            },
        )

    return paced(take) if issubclass(step.form, ShortForm) else take  # it shows which red flags were named last


def _taken(request: HttpRequest, step: Step, case: Any, result: Any) -> str:
    """Where to go on: the case, or the new one. The message says no more than that it was done."""
    messages.success(request, str(_("Saved.")))
    return reverse(step.leads_to, args=[(result if step.leads_to == "case-flagged" else case).pk])
