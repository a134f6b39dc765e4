"""The case list and the case file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fallkonferenz.access import scope
from fallkonferenz.actions import reading
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.forms.listing import CaseFilter
from fallkonferenz.web.presenters.cases import CasePresenter
from fallkonferenz.web.presenters.listing import ListPresenter, place_of, sealed_place


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """A page of the list. A code with one slip finds the visible case that was meant.

    If it finds none, the answer is the same whether there is such a case that is hidden, or none at all.
    """
    form = CaseFilter(request.GET)
    form.is_valid()
    after = place_of(request.GET.get("after", ""))
    page = reading.cases(by=request.user, state=form.cleaned_data.get("state", ""), codes=form.codes, after=after)
    if form.slip and not page.rows:
        form.add_error("code", form.slip)
    context = {
        "form": form,
        "list": ListPresenter(page, request.user),
        "newer": here(form) if after else "",
        "older": here(form, after=sealed_place(page.next)) if page.next else "",
        "reset": reverse("case-list"),
        "meant": form.slip and page.rows,
    }
    return render(request, "cases/list.html", context, status=UNPROCESSABLE if form.errors else 200)


def here(form: CaseFilter, **more: str) -> str:
    """This list with the same filter, at another place."""
    return reverse("case-list", query={name: value for name, value in (form.cleaned_data | more).items() if value})


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = scope.case_or_404(request.user, pk)
    file = reading.case_file(case, by=request.user)
    return render(request, "cases/read.html", {"file": CasePresenter(file, request.user)})
