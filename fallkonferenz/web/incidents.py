"""The incidents of a case, the criteria that speak for a conference, and when it is assessed anew."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fallkonferenz.access import scope
from fallkonferenz.actions import incidents
from fallkonferenz.web import trail
from fallkonferenz.web.presenters.incidents import IncidentsPresenter


@require_safe
def listed(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    shown = IncidentsPresenter(incidents.incidents(case, by=request.user))
    context = {
        "case": case,
        "shown": shown,
        "may_report": case.frozen_at is None,
        "crumbs": trail.of_case(pk, _("Incidents and criteria")),
    }
    return render(request, "incidents/list.html", context)
