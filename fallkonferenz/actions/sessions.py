"""Signing in and out, each with its entry in the log.

Nobody holds a right to this in the table: who signs in is not known yet. What is not written does not happen.
"""

from fallkonferenz.actions.gate import log
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
