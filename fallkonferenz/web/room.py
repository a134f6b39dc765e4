"""A conference on the wall: one case at a time, as the whole table may see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fallkonferenz.access import scope
from fallkonferenz.actions.room import room
from fallkonferenz.web.presenters.room import RoomPresenter


@require_safe
def show(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    conference = scope.conference_or_404(request.user, pk)
    shown = RoomPresenter(room(conference, by=request.user, item=item))
    return render(request, "conferences/room.html", {"room": shown})
