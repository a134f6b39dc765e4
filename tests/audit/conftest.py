"""Events of our own, so that these tests stand without the application, and an act to go with them."""

from uuid import UUID

import pytest

from audit import events, log
from audit.events import Event, Operation

READ = Event("test.read", "Somebody read something.", Operation.QUERY)
ACTOR = UUID("11111111-2222-4333-8444-555555555555")
CASE = UUID("99999999-8888-4777-a666-555555555555")

events.register([READ])


def record(event="test.read", **given):
    log.record(event, **({"actor": ACTOR, "role": "professional", "institution": 7} | given))


@pytest.fixture
def fresh_epoch(db):
    """A test of epochs begins and ends without one."""
    log.forget_epoch()
    yield
    log.forget_epoch()
