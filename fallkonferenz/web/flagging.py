"""Flagging a case: three short steps, a last look, and the page with its code to read aloud or print.

Each step is kept as the draft of its author before it is judged, so that it can be interrupted, left and taken up
again anywhere. The last step sends the draft as one act, once.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fallkonferenz.access import scope
from fallkonferenz.access.refusals import Denied, NotNow, Stale
from fallkonferenz.actions import drafts, entries, flagging
from fallkonferenz.actions.drafts import Fields, Page
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.codes import spelling
from fallkonferenz.web.acting import UNPROCESSABLE, form_page, must_be_possible
from fallkonferenz.web.components import Stage
from fallkonferenz.web.forms.flagging import CheckStep, KnowledgeStep, PairStep, SituationStep
from fallkonferenz.web.keeping import SEEN, Desk, lay_out, names_of
from fallkonferenz.web.middleware import log_refusal, status_of
from fallkonferenz.web.naming import counted_by_name
from fallkonferenz.web.presenters.flagging import answers

GROUPS = (slice(0, 4), slice(4, 8), slice(8, 10))
FORM = ["GET", "HEAD", "POST"]
RIGHT = "case.flag"


@dataclass(frozen=True)
class Step:
    name: str
    title: object
    form: type[Form]


STEPS = (
    Step("situation", gettext_lazy("What happened"), SituationStep),
    Step("pair", gettext_lazy("Who is meant"), PairStep),
    Step("knowledge", gettext_lazy("What the person knows and wants"), KnowledgeStep),
)
CHECK = Step("check", gettext_lazy("Check and send"), CheckStep)
BY_NAME = {step.name: step for step in STEPS}


@require_http_methods(FORM)
def flag(request: HttpRequest) -> HttpResponse:
    """The first step of a new draft. Looking at it keeps nothing yet."""
    must_be_possible(request, RIGHT)
    desk = Desk.of_note(request) if request.method == "POST" else None
    is_own = desk is not None and (desk.author, desk.page.form) == (request.user.pk, RIGHT)
    return _step(request, STEPS[0], desk.page.draft if is_own else uuid4(), {})


@require_http_methods(FORM)
def step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """A step of a draft that was begun. Whoever sends it twice is led to the case it has become."""
    draft = scope.drafts_of(request.user).filter(pk=pk, form=RIGHT).first()
    if draft is None or step not in {*BY_NAME, CHECK.name} or scope.is_referral(pk):
        case = scope.case_of_referral_or_404(request.user, pk)
        return redirect("case-flagged", case.pk)
    must_be_possible(request, RIGHT)
    fields = drafts.read(draft, by=request.user).fields
    return _check(request, pk, fields) if step == CHECK.name else _step(request, BY_NAME[step], pk, fields)


def address(draft: UUID, step: Step) -> str:
    return reverse("case-flag-step", args=[draft, step.name])


def _step(request: HttpRequest, here: Step, draft: UUID, fields: Fields) -> HttpResponse:
    form = here.form(request.POST if request.method == "POST" else None, by=request.user)
    page = Page(draft, RIGHT, address(draft, here), None, names_of(form))
    status = 200
    if request.method == "POST":
        answer = _tried(request, here, form, page)
        if isinstance(answer, HttpResponse):
            return answer
        status = answer
        fields = drafts.fields_of(draft, by=request.user)
    elif page.names.keys() & fields.keys():
        lay_out(form, fields)
    form.desk = Desk(request.user.pk, page, drafts.mark(fields, page.names), _others(request, draft, fields))
    log("access.form", by=request.user, details={"form": RIGHT, "step": here.name})
    context = {"form": form, "desk": form.desk, "step": here, "stages": stages(here), "is_first": here is STEPS[0]}
    return render(request, "cases/flag.html", context, status=status)


def _others(request: HttpRequest, draft: UUID, fields: Fields) -> list[Any]:
    """Flags that were begun before are offered where a new one begins."""
    if fields or request.method == "POST":
        return []
    return [(each, each.place) for each in drafts.mine(by=request.user) if each.form == RIGHT and each.pk != draft]


def _tried(request: HttpRequest, here: Step, form: Form, page: Page) -> HttpResponse | int:
    """Kept first, whatever it is; then judged. The way on, or the status of the page that shows the step again."""
    fits, typed = form.is_valid(), page.fields_of(dict(request.POST.lists()))
    try:
        if any(value.strip() for values in typed.values() for value in values):
            drafts.keep(page, typed, by=request.user, seen=request.POST.get(SEEN))
    except NotNow as refusal:
        return _not_kept(request, form, refusal)
    go = request.POST.get("go")
    if go == "later":
        messages.success(request, _("Kept. You find it on the start page."))
        return redirect("start")
    if go == "back":
        return redirect(address(page.draft, STEPS[max(STEPS.index(here) - 1, 0)]))
    return redirect(address(page.draft, _next(request.user, here, page.draft))) if fits else UNPROCESSABLE


def _not_kept(request: HttpRequest, form: Form, refusal: NotNow) -> int:
    log_refusal(request, refusal, request.user)
    form.add_error(None, refusal.sentence)
    if isinstance(refusal, Stale):
        form.add_error(None, _("What stands here now takes its place when you go on."))
    return status_of(refusal)


def _next(by: Person, here: Step, draft: UUID) -> Step:
    """The last look as soon as all is there; before that, one step after the other."""
    if all(form.is_valid() for form in _filled(by, drafts.fields_of(draft, by=by)).values()):
        return CHECK
    return [*STEPS, CHECK][STEPS.index(here) + 1]


def _filled(by: Person, fields: Fields) -> dict[Step, Form]:
    return {step: step.form(MultiValueDict(fields), by=by) for step in STEPS}


def _check(request: HttpRequest, draft: UUID, fields: Fields) -> HttpResponse:
    filled = _filled(request.user, fields)
    parts = [(step, form.is_valid(), address(draft, step), answers(form)) for step, form in filled.items()]
    return form_page(
        request,
        right=RIGHT,
        thing=None,
        form=CheckStep(request.POST if request.method == "POST" else None),
        act=lambda: _send(request, draft),
        done=lambda case: reverse("case-flagged", args=[case.pk]),
        template="cases/flag_check.html",
        context={
            "stages": [*(_stage(step, fits) for step, fits, _address, _rows in parts), stages(CHECK)[-1]],
            "parts": parts,
            "complete": all(fits for _step, fits, _address, _rows in parts),
            "seen": drafts.mark(fields, fields),
            "back": address(draft, STEPS[-1]),
        },
    )


def _send(request: HttpRequest, draft: UUID) -> Case:
    """The draft becomes the act: both in one transaction, so that there is never the one beside the other."""
    by = request.user
    filled = _filled(by, drafts.taken(draft, by=by, seen=request.POST.get(SEEN, "")))
    if not all(form.is_valid() for form in filled.values()):
        raise NotNow(_("Something is still missing. Complete the steps marked below."))
    told: dict[str, Any] = {name: value for form in filled.values() for name, value in form.cleaned_data.items()}
    contact = told.pop("contact", None)
    case = counted_by_name(flagging.flag, by=by)(by=by, referral=draft, **told)
    if contact:
        _reach(request, case, contact)
    return case


def _reach(request: HttpRequest, case: Case, contact: dict[str, Any]) -> None:
    """In a known case the section may be closed to the institution; the flag does not fail for that."""
    try:
        entries.set_contact(case, by=request.user, **contact)
    except Denied:
        messages.warning(
            request, _("The safe contact was not entered: your institution does not write in “Protection”.")
        )


def stages(here: Step) -> list[Stage]:
    """The line of steps above the form."""
    line = [*STEPS, CHECK]
    at = line.index(here)
    places = ["done"] * at + ["current"] + ["ahead"] * (len(line) - at - 1)
    return [Stage(str(step.title), place) for step, place in zip(line, places, strict=True)]


def _stage(step: Step, fits: bool) -> Stage:
    return Stage(str(step.title), "done" if fits else "ahead")


@require_safe
def flagged(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code alone, in groups and spelled: what is said on the telephone and laid into one's own file."""
    case = scope.case_or_404(request.user, pk)
    must_be_possible(request, "case.read", case)
    log("access.page", by=request.user, thing=case, details={"page": "case-flagged", "cases": [case.code]})
    return render(request, "cases/flagged.html", {"case": case, "spelled": spelled(case.code)})


def spelled(code: str) -> list[tuple[str, str]]:
    """Each group of the code with its words."""
    words = spelling(code)
    return [(code[group], " · ".join(words[group])) for group in GROUPS]
