"""What was taken out of an epoch before it had a position is counted, and nothing that is written stops the counting."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from audit import closing, current, tending
from audit.closing import By, Close
from audit.format import Kind, close_header, header_of
from audit.sequencer import Sequencer
from tests.audit.recording import record
from tests.audit.sequencing import KEY, ORIGIN, acts, ask, connected
from tests.support import beyond_row_security

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_log")]


@pytest.fixture
def log():
    with connected() as own:
        yield Sequencer(own, KEY, origin=ORIGIN)


def gaps():
    return ask("SELECT gaps FROM audit_sequencer_state")


def close():
    current.process().end_epoch()
    tending.tend(current.process())


def test_what_was_rolled_back_is_no_gap(log):
    acts(2)
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    close()

    log.batch()

    assert gaps() == [(0,)]


def test_what_was_taken_out_before_it_had_a_position_is_counted_and_stays(log):
    """Its own process says at the close what it wrote."""
    acts(3)
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_append_only")
        cursor.execute("DELETE FROM audit_entry WHERE counter = 2")
        cursor.execute("ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_append_only")
    close()

    log.batch()
    acts()
    log.batch()

    assert gaps() == [(1,)]


def write_false_close():
    """As whoever holds a writer's password may: signed by nobody, and of an epoch where nothing of it is true."""
    (epoch,) = ask("SELECT id FROM audit_epoch LIMIT 1")[0]
    payload = closing.write(Close(epoch, 1023, (), By.SELF), Ed25519PrivateKey.generate())
    bound = header_of(len(payload), kind=Kind.EPOCH_CLOSE, unix_ms=1_800_000_000_000, epoch=epoch, counter=1024)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (epoch_id, counter, header, payload) VALUES (%s, 1024, %s, %s)",
            [epoch, close_header(bound, payload), payload],
        )


def test_closes_that_fit_nothing_stop_no_entry(log):
    acts(2)
    log.batch()
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_sequencer_state SET gaps = 2147483000")
    write_false_close()
    acts(1)

    log.batch()

    assert gaps() == [(2**31 - 1,)]
    assert ask("SELECT count(*) FROM audit_leaf") == ask("SELECT count(*) FROM audit_entry")
