"""A log without entries, without an open epoch, and with a sequencer at it."""

import pytest

import audit.log
from audit.sequencer import Sequencer
from tests.audit.sequencing import KEY, ORIGIN, acts, connected


@pytest.fixture
def empty_log(transactional_db):
    """Each test that commits begins with a database of its own (tests/database.py)."""


@pytest.fixture
def fresh_epoch(db):
    """A test of epochs begins and ends without one."""
    audit.log.forget_epoch()
    yield
    audit.log.forget_epoch()


@pytest.fixture
def own(empty_log):
    """A connection as the sequencer's role."""
    with connected() as own:
        yield own


@pytest.fixture
def log(own):
    """A sequencer that has placed some entries, under a first checkpoint."""
    made = Sequencer(own, KEY, origin=ORIGIN)
    acts(2)
    made.batch()
    return made
