"""What tests about accounts share: a passphrase, counters of their own, and the way through the login page."""

from uuid import uuid4

from django.test import Client

from fallkonferenz.institutions.models import Person

PASSPHRASE = "kein-Satz-den-wer-kennt"


def with_passphrase(person: Person, passphrase: str = PASSPHRASE) -> Person:
    person.set_password(passphrase)
    person.save()
    return person


def sign_in(client: Client, login: str, passphrase: str = PASSPHRASE, **headers: str):
    return client.post(
        "/login/", {"login": login, "password": passphrase}, headers={"accept-language": "de"}, **headers
    )


def counting_anew(settings) -> None:
    """Attempts of other tests and of other workers are not counted here; and nobody waits for a slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}
