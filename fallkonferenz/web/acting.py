"""What every screen with a form does: show it, check its shape, act, go on; and say no beside the form.

A refused act loses nothing that was typed: the form comes back with the sentence, and the log has its entry. What is
typed and not sent is kept as a draft (``keeping``); when it is sent, the draft ends with the act, in one transaction.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from fallkonferenz.access.check import Standing
from fallkonferenz.access.refusals import NotNow, NotVisible, Refusal
from fallkonferenz.actions import drafts
from fallkonferenz.actions.gate import log
from fallkonferenz.web.keeping import Desk, desk_for
from fallkonferenz.web.middleware import log_refusal, status_of

UNPROCESSABLE = 422


def must_be_possible(request: HttpRequest, right: str, thing: Model | None = None) -> Standing:
    """Before a form is shown: raise the refusal with its sentence if the act is not possible now."""
    standing = Standing(request.user, thing)
    refusal = standing.refusal(right)
    if refusal:
        raise refusal
    sentence = standing.why_not(right)
    if sentence:
        raise NotNow(sentence)
    return standing


def form_page(
    request: HttpRequest,
    *,
    right: str,
    thing: Model | None,
    form: Form,
    act: Callable[..., Any],
    done: Callable[[Any], str],
    template: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """One screen, one form, one act. ``act`` gets the cleaned data; ``done`` turns its result into the next address.

    422 for a form that does not fit, 403 or 409 with the sentence for a refusal, always with what was typed.
    """
    if request.method == "POST":
        _must_be_allowed(request, right, thing)
        answer = _tried(request, form, act, done)
        desk = desk_for(request, form, right=right, thing=thing)
        if isinstance(answer, HttpResponseRedirect):
            return _sent(request, desk, answer)
        status = answer
    else:
        desk = desk_for(request, form, right=right, thing=thing)
        status = _shown(request, right, thing, desk)
    log("access.form", by=request.user, thing=thing, details={"form": right})
    return render(request, template, {"form": form, "desk": desk, **(context or {})}, status=status)


def _shown(request: HttpRequest, right: str, thing: Model | None, desk: Desk | None) -> int:
    """A draft that was brought back is shown even if the act is not possible now: its text must not be out of reach."""
    try:
        must_be_possible(request, right, thing)
    except NotNow as refusal:
        if desk is None or desk.began is None:
            raise
        desk.why_not = refusal.sentence
        return status_of(refusal)
    return 200


def _sent(request: HttpRequest, desk: Desk | None, answer: HttpResponseRedirect) -> HttpResponseRedirect:
    if desk is not None:
        drafts.sent(desk.page.draft, by=request.user)
    return answer


def _must_be_allowed(request: HttpRequest, right: str, thing: Model | None) -> None:
    """Who may not do it at all is told so before what was typed is looked at; "not now" is said beside the form."""
    refusal = Standing(request.user, thing).refusal(right)
    if refusal and not isinstance(refusal, NotNow):
        raise refusal


def _tried(
    request: HttpRequest, form: Form, act: Callable[..., Any], done: Callable[[Any], str]
) -> HttpResponseRedirect | int:
    """The redirect to what comes next, or the status of the page that shows the form again."""
    if not form.is_valid():
        return UNPROCESSABLE
    try:
        with transaction.atomic():
            return redirect(done(act(**form.cleaned_data)))
    except NotVisible:
        raise
    except Refusal as refusal:
        log_refusal(request, refusal, request.user)
        form.add_error(None, refusal.sentence)
        return status_of(refusal)


def post_act(request: HttpRequest, act: Callable[[], Any], to: str) -> HttpResponse:
    """An act without a form of its own (one button): do it and go on. A refusal becomes its page."""
    act()
    return redirect(to)
