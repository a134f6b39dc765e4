"""The keys that can read the log, for the officers: whose they are, since when."""

from audit import recipients
from audit.models import Recipient
from fallkonferenz.actions.gate import reading
from fallkonferenz.institutions.models import Person


@reading("keys.read", shows=lambda keys: {"keys": [bytes(key.key_id).hex() for key in keys]})
def keys(*, by: Person) -> list[Recipient]:
    return list(recipients.active().order_by("role", "since", "label"))
