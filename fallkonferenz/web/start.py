"""Where everybody begins: what needs one now, by role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fallkonferenz.actions import start as actions
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.web.presenters.start import StartPresenter, places_of

AT_CASES = (Role.PROFESSIONAL, Role.CASE_MANAGER)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    if request.user.role not in AT_CASES:
        log("access.page", by=request.user, details={"page": "start"})
        return render(request, "start/places.html", {"places": places_of(request.user.role)})
    overview = actions.overview(by=request.user)
    return render(request, "start/start.html", {"start": StartPresenter(overview, request.user)})
