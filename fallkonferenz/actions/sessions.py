"""Signing in and out, invitations and passphrases, each act with its entry in the log.

Nobody holds a right to this in the table: who signs in is not known yet. What is not written does not happen.
"""

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions.gate import log
from fallkonferenz.institutions import invitations
from fallkonferenz.institutions.models import Person


def begin(person: Person) -> None:
    log("session.login", by=person)


def fail(person: Person | None, *, how: str) -> None:
    """What was typed is never noted: people type their passphrase into the wrong field."""
    log("session.login_failed", by=None, thing=person, outcome="denied", details={"how": how})


def end(person: Person, *, how: str) -> None:
    log("session.logout", by=person, details={"how": how})


def renew_passphrase(person: Person, passphrase: str) -> None:
    """The person's own choice; it ends all other sessions of the account."""
    person.set_password(passphrase)
    person.save()
    log("session.passphrase", by=person)


def accept(token: str, passphrase: str) -> Person:
    """Use an invitation: the person's own passphrase, once. NotVisible if the link leads nowhere (any more)."""
    invitation = invitations.found(token, lock=True)
    if invitation is None:
        raise NotVisible
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    person = invitation.person
    person.set_password(passphrase)
    person.save()
    log("session.accept", by=person)
    return person
