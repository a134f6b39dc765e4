"""What is new for a person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fallkonferenz.access import scope
from fallkonferenz.actions import notices
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.models import Notice


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/list.html", {"lines": notices.notices(by=request.user)})


@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark it as read and go to what it is about, as long as that is visible."""
    notice = scope.notice_or_404(request.user, pk)
    notices.read(notice, by=request.user)
    return redirect(_leads_to(notice, request.user))


def _leads_to(notice: Notice, person: Person) -> str:
    visible = scope.cases_visible_to(person).filter(pk=notice.message.case).exists()
    return reverse("case-read", args=[notice.message.case]) if visible else reverse("notice-list")
