"""Who can read the log: its keys, what was asked about them, and deciding it, with one's own key open."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fallkonferenz.access.check import require
from fallkonferenz.actions import keys
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.acting import UNPROCESSABLE, form_page, post_act
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.unlock import Key, needs_key
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.forms.administration import ConfirmForm
from fallkonferenz.web.forms.audit import PublicKeyForm
from fallkonferenz.web.presenters.audit import keys as words

FORM = ["GET", "HEAD", "POST"]
DECISIONS = {"yes": True, "no": False}


@require_safe
def recipients(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    page = keys.recipients_page(by=request.user)
    names = dict(Person.objects.filter(pk__in=words.people_in(page.requests)).values_list("pk", "name"))
    context = {
        "title": _("Who can read the log"),
        "key_columns": words.KEY_COLUMNS,
        "key_rows": words.key_rows(page.keys),
        "requests": words.open_requests(page.requests, names, request.user),
        "decided_columns": words.DECIDED_COLUMNS,
        "decided_rows": words.decided_rows(page.requests, names),
    }
    return shown(request, None, "audit/recipients.html", context, status=status)


@require_http_methods(FORM)
@needs_key
def ask_add(request: HttpRequest, opened: Key) -> HttpResponse:
    return _form(
        request,
        right="log.ask_add",
        form=PublicKeyForm(*((request.POST, request.FILES) if request.method == "POST" else ())),
        act=partial(keys.ask_add, by=request.user, opened=opened.key_id),
        title=_("Ask for a key to be added"),
        follows=_("Another officer decides. Compare the fingerprint by telephone before it is approved."),
    )


@require_http_methods(FORM)
@needs_key
def ask_drop(request: HttpRequest, opened: Key, key: str) -> HttpResponse:
    require(request.user, "log.ask_drop")
    return _form(
        request,
        right="log.ask_drop",
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        act=partial(keys.ask_drop, by=request.user, opened=opened.key_id, key=key),
        title=_("Ask for a key to be dropped"),
        follows=_("Another officer decides. What was sealed for this key before, it opens for ever; nothing new."),
    )


@require_POST
@partial(needs_key, back="audit-recipients")
def decide(request: HttpRequest, opened: Key, pk: UUID) -> HttpResponse:
    said = request.POST.get("approve")
    if said not in DECISIONS:
        require(request.user, "log.decide")
        log("access.form", by=request.user, details={"form": "log.decide"})
        messages.error(request, _("Approve, or refuse: it was not said which."))
        return _list(request, status=UNPROCESSABLE)
    act = partial(keys.decide, by=request.user, opened=opened.key_id, request=pk, approve=DECISIONS[said])
    return post_act(request, act, "audit-recipients")


def _form(request: HttpRequest, *, right: str, form: Any, act: Any, title: str, follows: str) -> HttpResponse:
    def done(_result: None) -> str:
        messages.success(request, _("It was asked for. Another officer can decide it now."))
        return reverse("audit-recipients")

    crumbs = [Crumb(_("Who can read the log"), reverse("audit-recipients")), Crumb(title)]
    return form_page(
        request,
        right=right,
        thing=None,
        form=form,
        act=act,
        done=done,
        template="audit/ask.html",
        context={"title": title, "follows": follows, "crumbs": crumbs, "cancel": reverse("audit-recipients")},
    )
