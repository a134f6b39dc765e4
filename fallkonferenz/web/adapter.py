"""How allauth signs people in here: by invitation only, and each attempt has its entry in the log."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions import sessions
from fallkonferenz.institutions.models import Person, folded

WRONG = _("User name or passphrase is not right.")
TOO_MANY = _("Too many attempts. Please wait five minutes.")


class OpenAccounts(AuthenticationBackend):
    """Only an open account of an institution that takes part; asked anew with every request."""

    def user_can_authenticate(self, user: Person) -> bool:
        return user.is_active and (user.institution is None or user.institution.active)

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """One account is meant and one hash is made: allauth's own way makes two for a known e-mail address."""
        return self._check_password(_meant(credentials), credentials["password"])

    def get_user(self, user_id: object) -> Person | None:
        person = Person.objects.select_related("institution__region").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None


class Adapter(DefaultAccountAdapter):
    """The same words for an account that is unknown, closed, or has another passphrase."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "enter_current_password": _("This is not your present passphrase."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what happened themselves."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sessions.fail(_meant(credentials), how="too_many")
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        person = super().authenticate(request, **credentials)
        if person is None or OpenAccounts().user_can_authenticate(person):
            return person
        sessions.fail(person, how="closed")
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        sessions.fail(_meant(credentials), how="passphrase")

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        sessions.begin(user)
        request.session.save()  # in the transaction of its entry, not after it

    def logout(self, request: HttpRequest) -> None:
        sessions.end(request.user, how="asked")
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        sessions.renew_passphrase(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts count per account, whichever of its two names was typed and however it was spelt."""
        person = _meant(credentials)
        return str(person.pk) if person else folded(_typed(credentials))


def _typed(credentials: dict[str, Any]) -> str:
    return credentials.get("email") or credentials.get("username") or ""


def _meant(credentials: dict[str, Any]) -> Person | None:
    """The account that was named, if there is one: by user name or by e-mail address."""
    typed = _typed(credentials)
    by_name = Person.objects.filter(username__iexact=typed)
    return by_name.first() or Person.objects.filter(email__iexact=typed).first()
