"""Who can read the log: the keys of the officers and the recovery key."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from audit import xwing
from audit.models import Recipient

OFFICERS_WANTED = 2
RECOVERY_WANTED = 1


def active() -> QuerySet[Recipient]:
    return Recipient.objects.filter(Q(until=None) | Q(until__gt=Now()), since__lte=Now())


def ready() -> list[str]:
    """Why the system must not start yet, one sentence each; an empty list when it may."""
    return [*_missing_officers(), *_missing_recovery()]


def add(public: bytes, *, role: str, label: str) -> Recipient:
    """Load a public key. Only the tables' owner may; the caller records it."""
    xwing.public_key(public)
    return Recipient.objects.create(
        key_id=xwing.key_id(public), role=role, label=label, public_key=public, since=Now(), until=None
    )


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
