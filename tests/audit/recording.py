"""Events of our own, so that these tests stand without the application, and an act to go with them."""

from uuid import UUID

from audit import events, log
from audit.events import Event, Operation
from audit.format import Kind

READ = Event("test.read", "Somebody read something.", Operation.QUERY)
ACCESS = Event("test.officer_read", "An officer read the log.", kind=Kind.OFFICER_ACCESS)
ACTOR = UUID("11111111-2222-4333-8444-555555555555")
CASE = UUID("99999999-8888-4777-a666-555555555555")

events.register([READ, ACCESS])


def record(event="test.read", **given):
    log.record(event, **({"actor": ACTOR, "role": "professional", "institution": 7} | given))
