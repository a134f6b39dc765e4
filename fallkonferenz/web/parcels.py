"""What was typed when the session had ended: sealed, into the hands of the browser, until its author signs in again.

Nothing is stored for somebody who is not signed in, and nothing is done: the act itself is sent once more by its author.
"""

import base64
import json
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from fallkonferenz.access.refusals import NotNow, NotVisible
from fallkonferenz.actions import drafts
from fallkonferenz.actions.drafts import Page
from fallkonferenz.drafts.models import Draft
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.keys import NoKey
from fallkonferenz.vault.own_key import read_alone, seal_alone
from fallkonferenz.vault.sealing import SealBroken
from fallkonferenz.web.forms.account import LoginForm
from fallkonferenz.web.keeping import LIFE, SALT, Desk, way_back

PARCEL: Final = "parcel"
FORBIDDEN = 403
SALT_OF_PARCELS: Final = f"{SALT}.parcel"


def rescued(request: HttpRequest) -> HttpResponse | None:
    """For a form that cannot be accepted as it was sent: keep what was typed. None if there is nothing of ours in it."""
    desk = Desk.of_note(request) if request.method == "POST" else None
    if desk is None or drafts.size_of(desk.typed(request)) > drafts.LARGEST:
        return None
    if not request.user.is_authenticated:
        return _sign_in(request, desk)
    return _kept_at_once(request, desk) if request.user.pk == desk.author else None


def _sign_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    context = {
        "form": LoginForm(request=request),
        "parcel": packed(request, desk),
        "redirect_field_name": "next",
        "redirect_field_value": desk.page.place,
    }
    return render(request, "account/login.html", context, status=FORBIDDEN)


def _kept_at_once(request: HttpRequest, desk: Desk) -> HttpResponse | None:
    """The author has signed in again meanwhile, in another window: the form is old, its text is theirs."""
    to = _delivered(desk.page, desk.typed(request), by=request.user)
    return render(request, "drafts/kept.html", {"to": to}, status=FORBIDDEN)


def packed(request: HttpRequest, desk: Desk) -> str:
    """A draft that is stored nowhere: bound to its author, its page and the next hours, and of use to nobody else."""
    row = Draft(pk=desk.page.draft)
    seal_alone(row, body=json.dumps(desk.typed(request)))
    sealed = [base64.b64encode(bytes(each)).decode() for each in (row.body, row.wrapped)]
    return signing.dumps([desk.note, row.kek_id, *sealed], salt=SALT_OF_PARCELS)


def delivered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """After signing in: if the parcel is this person's, its text becomes their draft, and the way leads to its form."""
    signed_in = isinstance(response, HttpResponseRedirect) and request.user.is_authenticated
    if not signed_in or PARCEL not in request.POST:
        return response
    try:
        desk, fields = _unpacked(request.POST[PARCEL])
    except (signing.BadSignature, NoKey, SealBroken):
        return response
    if desk is None or desk.author != request.user.pk:
        return response
    return HttpResponseRedirect(_delivered(desk.page, fields, by=request.user))


def _unpacked(parcel: str) -> tuple[Desk | None, drafts.Fields]:
    note, kek_id, body, wrapped = signing.loads(parcel, salt=SALT_OF_PARCELS, max_age=LIFE)
    desk = Desk.from_note(note)
    if desk is None:
        return None, {}
    row = Draft(pk=desk.page.draft, kek_id=kek_id, body=base64.b64decode(body), wrapped=base64.b64decode(wrapped))
    return desk, json.loads(read_alone(row, "body"))


def _delivered(page: Page, fields: drafts.Fields, *, by: Person) -> str:
    """The address where it goes on. What was sent last is the latest: it takes the place of an earlier draft of the page."""
    try:
        drafts.keep(page, fields, by=by)
    except (NotVisible, NotNow):  # the case is closed to them, or there are too many: the list says what there is
        return reverse("draft-list")
    return way_back(page.draft, page.place)
