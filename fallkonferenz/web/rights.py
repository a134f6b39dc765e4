"""Who may what: for everybody who signs in, out of the tables that decide. It says nothing of any case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fallkonferenz.actions.gate import log
from fallkonferenz.web.presenters.rights import RightsPresenter


@require_safe
def read(request: HttpRequest) -> HttpResponse:
    log("access.page", by=request.user, details={"page": "rights-read"})
    return render(request, "rights/read.html", {"rights": RightsPresenter(request.user)})
