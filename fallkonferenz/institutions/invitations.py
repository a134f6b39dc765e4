"""Making and finding invitations. The token itself is in the link alone: the database knows its hash."""

import hashlib
import secrets
from datetime import timedelta

from fallkonferenz import clock
from fallkonferenz.institutions.models import Invitation, Person

VALID_FOR = timedelta(hours=24)
TOKEN_BYTES = 32


def issue(person: Person, *, by: Person | None) -> tuple[Invitation, str]:
    """A new invitation and its token; older links of the person lead nowhere from now on."""
    person.invitations.end()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_at = clock.now() + VALID_FOR
    made = Invitation.objects.create(person=person, by=by, token_hash=_hash(token), expires_at=expires_at)
    return made, token


def found(token: str, *, lock: bool = False) -> Invitation | None:
    """The invitation that the token opens now; ``lock`` keeps two browsers from using it at once."""
    invitations = Invitation.objects.open().filter(person__is_active=True, token_hash=_hash(token))
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    return invitations.select_related("person__institution").first()


def _hash(token: str) -> bytes:
    """Without a salt: 256 random bits need none."""
    return hashlib.sha256(token.encode()).digest()
