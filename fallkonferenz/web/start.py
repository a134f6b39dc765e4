"""Where everybody begins: what needs one now, by role."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fallkonferenz.actions import drafts, figures, keys, upkeep
from fallkonferenz.actions import start as actions
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.presenters import places
from fallkonferenz.web.presenters.drafts import DraftPresenter
from fallkonferenz.web.presenters.start import StartPresenter

# Roles that never see a case, and what they see at a glance instead.
GLANCES: dict[str, Callable[[Person], list[places.Card]]] = {
    Role.COORDINATOR: lambda person: places.of_figures(figures.figures(by=person)),
    Role.OFFICER: lambda person: places.of_keys(keys.keys(by=person)),
    Role.ADMINISTRATOR: lambda person: places.of_upkeep(upkeep.overview(by=person)),
}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    glance = GLANCES.get(request.user.role)
    if glance is not None:
        log("access.page", by=request.user, details={"page": "start"})
        context = {"places": places.places_of(request.user.role), "cards": glance(request.user)}
        return render(request, "start/places.html", context)
    overview = actions.overview(by=request.user)
    begun = [DraftPresenter(draft) for draft in drafts.mine(by=request.user)]
    context = {"start": StartPresenter(overview, request.user), "drafts": begun}
    return render(request, "start/start.html", context)
