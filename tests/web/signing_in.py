"""What tests about accounts share: a passphrase, counters of their own, and the way through the login page."""

from uuid import uuid4

from django.db import connection
from django.test import Client

from fallkonferenz.institutions.models import Person
from tests.support import beyond_row_security

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
    """What other tests and other workers count or say to the broker is not heard here; and nobody waits for a slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


def break_the_log() -> None:
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_entry FROM audit_writer")
        cursor.execute("REVOKE INSERT (epoch_id, counter, header, payload) ON audit_entry FROM audit_writer")
