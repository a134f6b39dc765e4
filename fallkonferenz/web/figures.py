"""Figures of the own region: numbers, never a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fallkonferenz.actions import figures
from fallkonferenz.web.presenters.figures import tables


@require_safe
def read(request: HttpRequest) -> HttpResponse:
    context = {"tables": tables(figures.figures(by=request.user)), "region": request.user.region}
    return render(request, "figures/read.html", context)
