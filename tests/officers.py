"""An officer at the log: signed in, and with a key that is open. Argon2id is left out here; it has tests of its own."""

from importlib import import_module
from types import SimpleNamespace

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from audit import xwing
from fallkonferenz.actions.officers import OpenedKey
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.audit import unlock
from tests.audit import keys


def with_open_log(client: Client, officer: Person, seed: bytes = keys.FIRST_OFFICER) -> Client:
    """What unlocking leaves behind, in the session and in the browser."""
    client.force_login(officer)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    session = store(client.cookies[settings.SESSION_COOKIE_NAME].value)
    response = HttpResponse()
    opened = OpenedKey(seed, xwing.key_id(xwing.public_bytes(seed)))
    unlock.keep(SimpleNamespace(session=session, user=officer), response, opened)
    session.save()
    client.cookies.update(response.cookies)
    return client
