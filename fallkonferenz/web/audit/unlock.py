"""Opening the log with a key file and its passphrase, for fifteen minutes.

The key lies sealed in the session, and what opens the seal in a cookie of the browser alone: neither a dump of the
database nor a stolen cookie gives it. While it is open, the officer trusts this server (docs/adr/0029).
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from redis.exceptions import RedisError

from audit import holding
from audit.sealing import CannotOpen
from fallkonferenz import clock
from fallkonferenz.access.check import require
from fallkonferenz.access.refusals import NotNow, TooMany, Unavailable
from fallkonferenz.actions import officers
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.forms.audit import UnlockForm
from fallkonferenz.web.middleware import status_of

LIFE = timedelta(minutes=15)  # however busy the officer is
HELD = "log_key"
COOKIE = "fk_log" if settings.INVENTED_DATA else "__Host-fk_log"
WRONG_ONES, WITHIN = 5, 15 * 60  # wrong passphrases of one account; seconds
NOT_OPEN = 409
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Key:
    """An officer's opened key, for one request."""

    seed: bytes = field(repr=False)
    key_id: bytes
    until: datetime


def needs_key(view: View, *, back: str = "") -> View:
    """``view(request, key, …)`` for an officer whose key is open; else the page that opens it and leads back.

    ``back``: the name of the page to lead to from an address that is only posted to.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request.user, "log.unlock")
        key = unlocked(request)
        if key is None:
            return _page(request, _form(reverse(back) if back else here(request)), NOT_OPEN)
        return view(request, key, *args, **kwargs)

    return opened


def here(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path


def unlocked(request: HttpRequest) -> Key | None:
    held = request.session.get(HELD)
    if held is None:
        return None
    key = _released(request, held)
    if key is None or key.until <= clock.now() or not officers.is_recipient(key.key_id):
        forget(request)
        return None
    return key


def _released(request: HttpRequest, held: dict[str, Any]) -> Key | None:
    until, key_id = datetime.fromisoformat(held["until"]), bytes.fromhex(held["key"])
    try:
        kept = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        seed = holding.release(kept, bytes.fromhex(held["sealed"]), bound=_bound(request.user, key_id, until))
    except (CannotOpen, binascii.Error, ValueError):
        return None
    return Key(seed, key_id, until)


def _bound(person: Person, key_id: bytes, until: datetime) -> bytes:
    return b"\n".join([str(person.pk).encode(), key_id, until.isoformat().encode()])


def keep(request: HttpRequest, response: HttpResponse, opened: officers.OpenedKey) -> None:
    """Hold the key for a while: one half with the session, the other in a cookie that scripts cannot read."""
    until = clock.now() + LIFE
    kept, sealed = holding.hold(opened.seed, bound=_bound(request.user, opened.key_id, until))
    request.session[HELD] = {"sealed": sealed.hex(), "key": opened.key_id.hex(), "until": until.isoformat()}
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(kept).decode(),
        max_age=LIFE,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(request: HttpRequest) -> None:
    request.session.pop(HELD, None)


@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    require(request.user, "log.unlock")
    if request.method != "POST":
        return _page(request, _form(request.GET.get("next", "")))
    form = UnlockForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, UNPROCESSABLE)
    try:
        opened = _tried(request.user, form.cleaned_data["file"], form.cleaned_data["passphrase"])
    except (officers.WrongKey, NotNow, TooMany) as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, form, status_of(refusal))
    response = HttpResponseRedirect(_way(form.cleaned_data["next"]))
    keep(request, response, opened)
    return response


def _form(to: str) -> UnlockForm:
    return UnlockForm(initial={"next": to})


def _tried(person: Person, file: bytes, passphrase: str) -> officers.OpenedKey:
    """Each wrong one is an entry; after five of them this account has to wait."""
    name = f"log-unlock:{person.pk}"
    try:
        if cache.get(name, 0) >= WRONG_ONES:
            raise TooMany(_("Too many wrong attempts. Please wait a quarter of an hour."))
        return officers.unlock(by=person, file=file, passphrase=passphrase)
    except officers.WrongKey as refusal:
        officers.note_failure(by=person, why=refusal)
        cache.add(name, 0, timeout=WITHIN)
        cache.incr(name)
        raise
    except RedisError as error:
        raise Unavailable from error  # nobody can count: nobody may guess


def _way(asked: str) -> str:
    """Back to where the log was asked for; never to another site."""
    is_here = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_here else reverse("audit-state")


def _page(request: HttpRequest, form: UnlockForm, status: int = 200) -> HttpResponse:
    log("access.form", by=request.user, details={"form": "log.unlock"})
    context = {"form": form, "action": reverse("audit-unlock")}
    return render(request, "audit/unlock.html", context, status=status)


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    officers.lock(by=request.user)
    forget(request)
    response = redirect("audit-state")
    response.delete_cookie(COOKIE, samesite="Strict")
    return response
