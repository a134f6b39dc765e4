"""The officers' first page: how the log is at one glance, and where the work is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fallkonferenz import clock
from fallkonferenz.actions import officers
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.reader import is_there, reader
from fallkonferenz.web.audit.standing import standing
from fallkonferenz.web.audit.unlock import unlocked
from fallkonferenz.web.presenters.audit.places import places
from fallkonferenz.web.presenters.audit.state import StatePresenter


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Open to officers without a key: nothing here is sealed."""
    officers.ask("log.state", by=request.user)
    context = {"title": _("Access log"), "crumbs": [], "places": places(), "state": None}
    if is_there():
        with reader() as connection:
            context["state"] = StatePresenter(
                standing(connection), clock.now(), is_witness_named=bool(settings.AUDIT_WITNESS_URL)
            )
    return shown(request, unlocked(request), "audit/state.html", context)
