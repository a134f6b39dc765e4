"""Who can read the log: the keys of the officers and the recovery key."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from audit import log, xwing
from audit.keyfile import PublicKey
from audit.models import Recipient

WANTED = {Recipient.Role.OFFICER.value: 2, Recipient.Role.RECOVERY.value: 1}


class NotTheFirst(Exception):
    """There are officers already: they decide who else shall read (``asking``)."""


def active() -> QuerySet[Recipient]:
    return Recipient.objects.filter(Q(until=None) | Q(until__gt=Now()), since__lte=Now())


def ready() -> list[str]:
    """Why the system must not start yet, one sentence each; an empty list when it may."""
    return [*_missing_officers(), *_missing_recovery()]


def load_first(keys: Sequence[PublicKey]) -> None:
    """Load the keys an installation begins with; only the owner of the tables may, and only while nobody can read.

    Nobody was there who could be told before: their entry follows at once, sealed for all of them.
    """
    with transaction.atomic():
        if active().filter(role=Recipient.Role.OFFICER).exists():
            raise NotTheFirst
        Recipient.objects.bulk_create(map(_row, keys))
    log.end_epoch()
    with transaction.atomic():
        for key in keys:
            _record(key)


def _row(key: PublicKey) -> Recipient:
    return Recipient(key_id=xwing.key_id(key.public), role=key.role, label=key.label, public_key=key.public)


def _record(key: PublicKey) -> None:
    details = {"key": xwing.key_id(key.public).hex(), "role": key.role, "label": key.label}
    log.record("log.recipient_added", actor=None, role="operator", institution=None, details=details)


def _missing_officers() -> list[str]:
    count = active().filter(role=Recipient.Role.OFFICER).count()
    wanted = WANTED[Recipient.Role.OFFICER]
    if count >= wanted:
        return []
    return [
        _("The log needs the keys of at least %(wanted)s data protection officers; %(count)s are loaded.")
        % {"wanted": wanted, "count": count}
    ]


def _missing_recovery() -> list[str]:
    if active().filter(role=Recipient.Role.RECOVERY).count() >= WANTED[Recipient.Role.RECOVERY]:
        return []
    return [_("The log needs a recovery key; none is loaded.")]
