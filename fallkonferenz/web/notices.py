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
from fallkonferenz.web.presenters.notices import grouped, place_of, sealed_place


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    page = notices.notices(by=request.user, after=place_of(after))
    context = {
        "groups": grouped(page.lines),
        "first": reverse("notice-list") if after else "",
        "next": reverse("notice-list", query={"after": sealed_place(page.next)}) if page.next else "",
    }
    return render(request, "notices/list.html", context)


@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark it as read, with what was told before of its case, and go to what it is about, as long as that is visible."""
    notice = scope.notice_or_404(request.user, pk)
    notices.read(notice, by=request.user)
    return redirect(_leads_to(notice, request.user))


def _leads_to(notice: Notice, person: Person) -> str:
    visible = scope.cases_visible_to(person).filter(pk=notice.message.case).exists()
    return reverse("case-read", args=[notice.message.case]) if visible else reverse("notice-list")
