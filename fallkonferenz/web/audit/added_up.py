"""Questions that are answered by adding entries up: the form, the entry that says it was asked, the answer.

``event`` is the entry's, and names the page: ``log.case`` is asked on ``audit/case.html``.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.read import Opened, Tally
from fallkonferenz.actions import officers
from fallkonferenz.actions.gate import log
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit.asking import TooLarge, stream
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.unlock import NOT_OPEN, Key
from fallkonferenz.web.forms.audit import AccountForm, CaseForm

TITLES = {"log.case": _("Who has seen a case?"), "log.person": _("What has an account done?")}
Answer = Callable[[Iterator[Opened]], dict[str, Any]]
Form = AccountForm | CaseForm


def asked(request: HttpRequest, key: Key, event: str, form: Form, status: int = 200) -> HttpResponse:
    log("access.form", by=request.user, details={"form": event})
    return shown(request, key, _page(event), {"title": TITLES[event], "form": form}, status=status)


def answered(request: HttpRequest, key: Key, event: str, form: Form, answer: Answer, **said: Any) -> HttpResponse:
    """``answer`` makes the page's context of the entries that were found; ``said`` stands there in any case."""
    if not form.is_valid():
        return asked(request, key, event, form, UNPROCESSABLE)
    officers.ask(event, by=request.user, question=form.as_query)
    context = {"title": TITLES[event], "form": form, "tally": Tally(), "is_answered": True, **said}
    try:
        context |= answer(stream(form.question, key=key, tally=context["tally"]))
    except TooLarge as refusal:
        return shown(request, key, _page(event), {**context, "too_large": refusal}, status=NOT_OPEN)
    context["all"] = reverse("audit-timeline", query=form.as_query)
    return shown(request, key, _page(event), context)


def _page(event: str) -> str:
    return f"audit/{event.removeprefix('log.')}.html"
