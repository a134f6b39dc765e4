"""The keys that can read the log: whose they are, and how officers decide together who else shall read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from audit import asking, keyfile, recipients
from audit.asking import Author, Request
from audit.keyfile import BadKeyFile
from audit.models import Recipient
from fallkonferenz.access.refusals import NotNow, NotVisible
from fallkonferenz.actions.gate import action, reading
from fallkonferenz.institutions.models import Person


@dataclass(frozen=True)
class RecipientsPage:
    """All keys there ever were, those that read first; and all requests, the newest first."""

    keys: list[Recipient]
    requests: list[Request]


@reading("keys.read", shows=lambda keys: {"keys": [bytes(key.key_id).hex() for key in keys]})
def keys(*, by: Person) -> list[Recipient]:
    return list(recipients.active().order_by("role", "since", "label"))


@reading("log.recipients", shows=lambda page: {"keys": [bytes(key.key_id).hex() for key in page.keys]})
def recipients_page(*, by: Person) -> RecipientsPage:
    everybody = Recipient.objects.order_by("-until", "role", "since", "label")  # NULL, no end, sorts first
    return RecipientsPage(list(everybody), asking.requests())


@action("log.ask_add")
def ask_add(*, by: Person, opened: bytes, file: bytes) -> None:
    """``opened``: the id of the key this officer has open; ``file``: the bytes of a FILE.pub."""
    with _sentences():
        asking.ask_to_add(keyfile.read_public(file), by=_author(by, opened))


@action("log.ask_drop", notes=("key",))
def ask_drop(*, by: Person, opened: bytes, key: str) -> None:
    """``key``: the id of a key, in hexadecimal."""
    with _sentences():
        asking.ask_to_drop(_key_id(key), by=_author(by, opened))


@action("log.decide", notes=("request", "approve"))
def decide(*, by: Person, opened: bytes, request: UUID, approve: bool) -> None:
    with _sentences():
        asking.decide(request, approve=approve, by=_author(by, opened))


def _author(person: Person, opened: bytes) -> Author:
    return Author(person.pk, person.role, person.institution_id, opened)


def _key_id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise NotVisible from error


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except asking.NotPossible as error:
        raise NotNow(str(error)) from error
    except BadKeyFile as error:
        raise NotNow(_(str(error))) from error
    except LookupError as error:
        raise NotVisible from error
