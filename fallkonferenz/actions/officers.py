"""What data protection officers ask of the log. Each opening and each question is an entry of their own kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from audit import keyfile, recipients, xwing
from audit.epoch import Role
from fallkonferenz.access.refusals import Denied, NotNow, Unavailable
from fallkonferenz.actions.alone import alone
from fallkonferenz.actions.gate import action, log, reading
from fallkonferenz.institutions.models import Person

MOST = {"memory_kib": 512 * 1024, "iterations": 4, "lanes": 4}  # a file may ask no more of a server that others use too


class WrongKey(Denied):
    """No key of an officer of this log, or not with this passphrase."""


class Busy(NotNow):
    """Somebody else is opening the log at this moment."""


@dataclass(frozen=True)
class OpenedKey:
    seed: bytes = field(repr=False)
    key_id: bytes


@reading("log.unlock", shows=lambda opened: {"key": opened.key_id.hex()})
def unlock(*, by: Person, file: bytes, passphrase: str) -> OpenedKey:
    """Open an officer's key file. Costs a second and 256 MiB, hence one at a time."""
    try:
        public = keyfile.read_public(file)
        _must_be_recipient(xwing.key_id(public.public))
        with alone("unlock") as is_alone:
            if not is_alone:
                raise Busy(_("Somebody else is opening the log at this moment. Please try again in a few seconds."))
            seed = keyfile.unlock(file, passphrase=passphrase, most=MOST)
    except MemoryError as error:
        raise Unavailable from error
    except keyfile.BadKeyFile as error:
        raise WrongKey(_(str(error))) from error
    if xwing.public_bytes(seed) != public.public:
        raise WrongKey(_("This file names another key than it holds."))
    return OpenedKey(seed, xwing.key_id(public.public))


def _must_be_recipient(key_id: bytes) -> None:
    if not is_recipient(key_id):
        raise WrongKey(_("This is not the key of an officer of this log."))


def is_recipient(key_id: bytes) -> bool:
    """Whether an officer's key can read what is written now. The recovery key is not for every day, nor for the web."""
    return recipients.active().filter(key_id=key_id, role=Role.OFFICER.value).exists()


def note_failure(*, by: Person, why: WrongKey) -> None:
    log("log.unlock_failed", by=by, outcome="denied", details={"why": type(why).__name__})


@action("log.lock")
def lock(*, by: Person) -> None:
    """Nothing but its entry: what is to be forgotten is in the session and in the browser."""


def asks(right: str) -> Callable[..., dict[str, Any]]:
    """The reading ``right`` as its entry: the question is logged, whoever asked goes on and finds the answer."""

    @reading(right, shows=dict)
    def asked(*, by: Person, **noted: Any) -> dict[str, Any]:
        return noted

    return asked


QUESTIONS = {
    right: asks(right) for right in ("log.state", "log.timeline", "log.entry", "log.proof", "log.case", "log.person")
}


def ask(right: str, *, by: Person, **noted: Any) -> None:
    """Write down a question before it is answered; ``noted`` is what canonical JSON can say."""
    QUESTIONS[right](by=by, **noted)
