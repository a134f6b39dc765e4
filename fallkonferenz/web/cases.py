"""The case list and the case file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from fallkonferenz.access import scope
from fallkonferenz.actions import reading
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.forms.listing import CaseFilter, CaseSearch
from fallkonferenz.web.presenters.cases import CasePresenter
from fallkonferenz.web.presenters.listing import ListPresenter, place_of, sealed_place


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """The list is asked for by its address; a code is sent, so that no history keeps it."""
    return _searched(request) if request.method == "POST" else _filtered(request)


def _filtered(request: HttpRequest) -> HttpResponse:
    form = CaseFilter(request.user, request.GET)
    form.is_valid()
    after = place_of(request.GET.get("after", ""))
    page = reading.cases(by=request.user, **form.cleaned_data, after=after)
    context = {
        "form": form,
        "search": CaseSearch(),
        "list": ListPresenter(page, request.user, form.cleaned_data.get("show", "")),
        "newer": here(form) if after else "",
        "older": here(form, after=sealed_place(page.next)) if page.next else "",
        "reset": reverse("case-list"),
        "narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "cases/list.html", context, status=UNPROCESSABLE if form.errors else 200)


def _searched(request: HttpRequest) -> HttpResponse:
    """The right code leads to its case at once. One with a slip finds the visible case that was meant, and asks.

    If it finds none, the answer is the same whether there is such a case that is hidden, or none at all.
    """
    search = CaseSearch(request.POST)
    search.is_valid()
    page = reading.cases(by=request.user, codes=search.codes or [])
    if page.rows and not search.slip:
        return redirect("case-read", page.rows[0].case_id)
    if search.slip and not page.rows:
        search.add_error("code", search.slip)
    context = {
        "form": CaseFilter(request.user),
        "search": search,
        "list": ListPresenter(page, request.user),
        "reset": reverse("case-list"),
        "meant": page.rows,
        "narrowed": True,
    }
    return render(request, "cases/list.html", context, status=UNPROCESSABLE if search.errors else 200)


def here(form: CaseFilter, **more: str) -> str:
    """This list with the same filter, at another place."""
    return reverse("case-list", query={name: value for name, value in (form.cleaned_data | more).items() if value})


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    file = reading.case_file(case, by=request.user)
    return render(request, "cases/read.html", {"file": CasePresenter(file, request.user)})
