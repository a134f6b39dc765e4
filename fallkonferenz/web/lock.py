"""Where "lock now" leads to: a page that says nothing about what was open."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def locked(request: HttpRequest) -> HttpResponse:
    return render(request, "account/locked.html")
