"""Who can read the log: the keys of the officers and the recovery key."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from audit import log, xwing
from audit.keyfile import PublicKey
from audit.models import Recipient

OFFICERS_WANTED = 2
RECOVERY_WANTED = 1


def active() -> QuerySet[Recipient]:
    return Recipient.objects.filter(Q(until=None) | Q(until__gt=Now()), since__lte=Now())


def ready() -> list[str]:
    """Why the system must not start yet, one sentence each; an empty list when it may."""
    return [*_missing_officers(), *_missing_recovery()]


def add(keys: Sequence[PublicKey]) -> None:
    """Load public keys, for the next epoch of each process; only the owner of the tables may.

    The entry is for those who could read before. The very first keys have nobody before them: theirs follows at once.
    """
    first = not active().exists()
    with transaction.atomic():
        Recipient.objects.bulk_create(map(_row, keys))
        if not first:
            _record(keys)
    log.forget_epoch()
    if first:
        with transaction.atomic():
            _record(keys)


def _row(key: PublicKey) -> Recipient:
    return Recipient(key_id=xwing.key_id(key.public), role=key.role, label=key.label, public_key=key.public)


def _record(keys: Sequence[PublicKey]) -> None:
    for key in keys:
        details = {"key": xwing.key_id(key.public).hex(), "role": key.role, "label": key.label}
        log.record("log.recipient_added", actor=None, role="operator", institution=None, details=details)


def _missing_officers() -> list[str]:
    count = active().filter(role=Recipient.Role.OFFICER).count()
    if count >= OFFICERS_WANTED:
        return []
    return [
        _("The log needs the keys of at least %(wanted)s data protection officers; %(count)s are loaded.")
        % {"wanted": OFFICERS_WANTED, "count": count}
    ]


def _missing_recovery() -> list[str]:
    if active().filter(role=Recipient.Role.RECOVERY).count() >= RECOVERY_WANTED:
        return []
    return [_("The log needs a recovery key; none is loaded.")]
