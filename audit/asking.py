"""Who shall read the log from now on: one officer asks, another decides. Two officers and a recovery key always stay.

An account is not enough: who decides has an officer's key open, another one than who asked, and no younger than the
request. The database changes the recipients in ``audit_decide``, which asks for the same. Every step is an entry of its
own, for those who could read before it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from audit import log, recipients, xwing
from audit.keyfile import PublicKey
from audit.models import Recipient

ALL_OF_THEM = (
    "SELECT id, act, key_id, role, label, public_key, asked_by, asked_at, decided_by, decided_at, approved,"
    " asker_key FROM audit_recipient_request ORDER BY asked_at DESC, id"
)
INSERT = (
    "INSERT INTO audit_recipient_request (id, act, key_id, role, label, public_key, asked_by, asker_key)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
ONE_AFTER_THE_OTHER = "SELECT pg_advisory_xact_lock(hashtext('audit_recipient'))"
OPERATOR = UUID(int=0)  # who asks by the command has no account


class NotPossible(Exception):
    """This key cannot be added or dropped now; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who asks or decides, and the id of the officer's key they have open; what the entry says of them."""

    actor: UUID | None
    role: str
    institution: int | None = None
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Request:
    id: UUID
    act: str
    key_id: bytes
    role: str
    label: str
    public_key: bytes
    asked_by: UUID
    asked_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    approved: bool | None
    asker_key: bytes | None

    @property
    def is_open(self) -> bool:
        return self.decided_by is None


def requests() -> list[Request]:
    """The newest first, decided ones included."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_OF_THEM)
        return [Request(*map(_plain, row)) for row in cursor.fetchall()]


def ask_to_add(key: PublicKey, *, by: Author) -> Request:
    """Raises NotPossible when this key can read already, or is being asked for."""
    return _ask("add", key, by)


def ask_to_drop(key_id: bytes, *, by: Author) -> Request:
    """From the next epochs on this key shall read nothing new; what it could read before, it still can."""
    row = recipients.active().filter(key_id=key_id).first()
    if row is None:
        raise NotPossible(_("This key reads nothing; there is nothing to drop."))
    return _ask("drop", PublicKey(bytes(row.public_key), row.label, row.role), by)


def decide(request_id: UUID, *, approve: bool, by: Author) -> Request:
    """By another than who asked. Raises NotPossible, LookupError for a request that does not exist."""
    with transaction.atomic():
        _in_turn()
        wanted = _of(request_id)
        if not wanted.is_open:
            raise NotPossible(_("This was decided already."))
        if by.actor in (None, wanted.asked_by):
            raise NotPossible(_("Who asked does not decide: another data protection officer has to."))
        _check_keys(wanted, by.key, approve)
        if approve:
            _check(wanted.act, wanted.key_id, wanted.role)
        _record(_outcome(wanted.act, approve), wanted, by)
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_decide(%s, %s, %s, %s)", [request_id, by.actor, by.key, approve])
        if approve:
            transaction.on_commit(log.end_epoch)  # other processes follow within fifteen minutes
        return _of(request_id)


def _ask(act: str, key: PublicKey, by: Author) -> Request:
    request_id, key_id = uuid4(), xwing.key_id(key.public)
    values = (request_id, act, key_id, key.role, key.label, key.public, by.actor or OPERATOR, by.key)
    with transaction.atomic():
        _in_turn()
        _check(act, key_id, key.role)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(INSERT, values)
        except IntegrityError as error:
            raise NotPossible(_("The same was asked for already and waits for a decision.")) from error
        asked = _of(request_id)
        _record("log.recipient_asked", asked, by)
    return asked


def _check(act: str, key_id: bytes, role: str) -> None:
    """Asked again when it is decided: the recipients may have changed meanwhile."""
    reads = recipients.active().filter(key_id=key_id).exists()
    if act == "add" and reads:
        raise NotPossible(_("This key can read the log already."))
    if act == "drop" and reads and recipients.active().filter(role=role).count() <= recipients.WANTED[role]:
        raise NotPossible(
            _("Two officers and a recovery key must always be able to read: add another one before this is dropped.")
        )


def _check_keys(wanted: Request, opened: bytes | None, approve: bool) -> None:
    """One person with two accounts has one key; who was given a key after the asking may have been given it for that."""
    if opened is not None and opened == wanted.asker_key:
        raise NotPossible(_("The key this was asked with does not decide: another officer has to, with another key."))
    officers = recipients.active().filter(role=Recipient.Role.OFFICER, since__lte=wanted.asked_at)
    if not officers.filter(key_id=opened).exists():
        raise NotPossible(_("Only an officer whose key could read before this was asked can decide it."))
    if approve and wanted.asker_key is None and wanted.asked_by != OPERATOR:
        raise NotPossible(_("This was asked without an officer's key. It can only be refused, and asked anew."))


def _outcome(act: str, approve: bool) -> str:
    if not approve:
        return "log.recipient_refused"
    return "log.recipient_added" if act == "add" else "log.recipient_dropped"


def _record(event: str, wanted: Request, by: Author) -> None:
    details = {"request": str(wanted.id), "act": wanted.act, "asked_by": str(wanted.asked_by)}
    details |= {"key": wanted.key_id.hex(), "role": wanted.role, "label": wanted.label}
    details |= {name: key.hex() for name, key in (("asker_key", wanted.asker_key), ("by_key", by.key)) if key}
    log.record(event, actor=by.actor, role=by.role, institution=by.institution, details=details)


def _in_turn() -> None:
    """Until commit nobody else asks or decides: two who drop one key each must not leave too few."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AFTER_THE_OTHER)


def _of(request_id: UUID) -> Request:
    for request in requests():
        if request.id == request_id:
            return request
    raise LookupError(f"there is no request {request_id}")


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
