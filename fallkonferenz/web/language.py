"""The language of the screen: that of the account; before signing in, that of a cookie or of the browser."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from fallkonferenz.actions import people
from fallkonferenz.institutions.kinds import Language

YEAR = 365 * 24 * 60 * 60


class OwnLanguage:
    """Behind the sign-in: what the person chose goes before what the browser says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The switch at the foot of every page: it leads back to the page. Whoever is signed in keeps the choice."""
    response = redirect(way_back(request))
    language = request.POST.get("language", "")
    if language in Language.values:
        if request.user.is_authenticated:
            people.prefer(by=request.user, language=language, appearance=request.user.appearance)
        remember(response, language)
    return response


def way_back(request: HttpRequest) -> str:
    """The page that was open, or the start page; never another house."""
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if ours else "start"


def remember(response: HttpResponse, language: str) -> None:
    """For the pages before signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
