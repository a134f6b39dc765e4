"""Login, logout, one's own passphrase: allauth's views, with what this house adds."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from fallkonferenz.access.refusals import Unavailable
from fallkonferenz.web import parcels

View = Callable[..., HttpResponse]


def counted(view: View) -> View:
    """A view that counts attempts. While nobody can count, nobody may try."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except RedisError as error:
            raise Unavailable from error

    return guarded


class PassphraseChange(views.PasswordChangeView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Your passphrase was changed. Other sessions of your account have ended."))
        return response


def with_parcel(view: View) -> View:
    """Whoever was signed out while typing gets back what they typed."""

    @wraps(view)
    def delivering(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return parcels.delivered(request, view(request, **kwargs))

    return delivering


login = counted(with_parcel(views.login))
logout = login_not_required(views.logout)
change_passphrase = counted(PassphraseChange.as_view())
