"""The page behind the link of an invitation: whoever holds the link sets the passphrase, once."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fallkonferenz.actions import sessions
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions import invitations
from fallkonferenz.institutions.models import Invitation
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.forms.account import AcceptForm

GONE = 404


def address_of(token: str) -> str:
    """Out of the settings, not out of a request: whoever asks must not choose the host of a link."""
    return settings.PUBLIC_ADDRESS.rstrip("/") + reverse("invitation-accept", args=[token])


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """A link that was used, ran out or never was is answered with one and the same page."""
    invitation = invitations.found(token)
    if invitation is None:
        log("access.denied", by=None, outcome="denied", details={"what": "invitation-accept"})
        return render(request, "account/invitation_gone.html", {"here": ""}, status=GONE)
    form = AcceptForm(request.POST if request.method == "POST" else None, person=invitation.person)
    if form.is_valid():
        return _accepted(request, token, form.cleaned_data["password1"])
    return _asked(request, invitation, form)


def _accepted(request: HttpRequest, token: str, passphrase: str) -> HttpResponse:
    sessions.accept(token, passphrase)
    if request.user.is_authenticated:  # somebody else's session, at the same machine
        sessions.end(request.user, how="invitation")
        logout(request)
    messages.success(request, _("Your passphrase is set. You can sign in with it now."))
    return redirect("account_login")


def _asked(request: HttpRequest, invitation: Invitation, form: AcceptForm) -> HttpResponse:
    log("access.page", by=None, thing=invitation.person, details={"page": "invitation-accept"})
    context = {"form": form, "username": invitation.person.username}
    return render(request, "account/invitation.html", context, status=UNPROCESSABLE if form.is_bound else 200)
