"""record(): no entry, no act; and what is written, only an officer can read."""

from threading import Thread

import pytest
from django.db import connection, transaction

from audit.events import Operation, UnknownEvent
from audit.format import Kind, Malformed
from audit.log import AuditUnavailable
from audit.models import Recipient
from audit.sealing import CannotOpen
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.audit.recording import ACTOR, CASE, record
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db


def test_an_officer_reads_what_was_recorded():
    record(
        case=CASE, object="entry 3", purpose="Prüfung", outcome="denied", details={"codes": ["K7", "Q2"], "shown": 2}
    )

    assert audit_log.last().fields == {
        "v": 1,
        "event": "test.read",
        "level": 0,
        "operation": Operation.QUERY,
        "actor": str(ACTOR),
        "role": "professional",
        "institution": 7,
        "object": "entry 3",
        "case": str(CASE),
        "purpose": "Prüfung",
        "outcome": "denied",
        "details": {"codes": ["K7", "Q2"], "shown": 2},
    }
    assert audit_log.last().header.kind is Kind.EVENT
    assert audit_log.last().header.case_tag not in (bytes(16), CASE.bytes)


def test_what_was_not_given_is_left_out():
    record(actor=None, institution=None)

    assert audit_log.last().fields.keys() == {"v", "event", "level", "operation", "role", "purpose", "outcome"}


@pytest.mark.parametrize("seed", [keys.SECOND_OFFICER, keys.RECOVERY])
def test_the_other_officer_and_the_recovery_key_read_the_same(seed):
    record(purpose="for all of you")

    assert audit_log.everything(seed) == audit_log.everything()


def test_somebody_else_reads_nothing():
    record()

    with pytest.raises(CannotOpen):
        audit_log.everything(keys.STRANGER)


def test_entries_come_in_the_order_they_were_written():
    for number in range(5):
        record(object=str(number))

    assert [entry.fields["object"] for entry in audit_log.entries("test.read")] == list("01234")
    counters = [entry.header.counter for entry in audit_log.entries("test.read")]
    assert counters == list(range(counters[0], counters[0] + 5))


def test_no_clear_text_is_in_the_row():
    record(purpose="canaryword", case=CASE, details={"key": "canaryword"})

    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("SELECT epoch_id::text, counter, header, payload, at, xid::text FROM audit_entry")
        stored = b"".join(bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for r in cursor for v in r)
    for word in (b"canaryword", str(CASE).encode(), CASE.bytes, str(ACTOR).encode(), ACTOR.bytes, b"test.read"):
        assert word not in stored


def test_it_refuses_an_event_that_stands_in_no_table():
    with pytest.raises(UnknownEvent):
        record("test.unheard_of")


def test_it_refuses_details_that_have_no_canonical_form():
    with pytest.raises(Malformed):
        record(details={"ratio": 0.5})


# No entry, no act ---------------------------------------------------------------------------


def act_and_record():
    """Stands for any act: a change of the session's own table, then its entry."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO act VALUES (1)")
        record()


def acts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM act")
        return cursor.fetchone()[0]


@pytest.fixture
def act_table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "RESET ROLE; CREATE TEMPORARY TABLE act (number int); GRANT ALL ON act TO fk_web; SET ROLE fk_web"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; DROP TABLE act; SET ROLE fk_web")


def as_superuser(statement):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_act_that_rolls_back_takes_its_entry_along():
    before = len(audit_log.entries())
    with transaction.atomic():
        record()
        transaction.set_rollback(True)

    assert len(audit_log.entries()) == before


def test_the_act_succeeds_while_the_log_works(act_table):
    act_and_record()

    assert acts() == 1


@pytest.mark.parametrize(
    "damage",
    [
        "REVOKE INSERT ON audit_entry FROM audit_writer",
        "REVOKE audit_writer FROM fk_web",
        "DROP POLICY audit_append ON audit_entry",
    ],
)
def test_the_act_is_undone_when_the_entry_cannot_be_written(act_table, damage):
    record()  # the epoch is open: what fails is the entry itself
    as_superuser(damage)

    with pytest.raises(AuditUnavailable):
        act_and_record()
    assert acts() == 0


def test_the_act_is_undone_even_when_somebody_swallows_the_exception(act_table, fresh_epoch, settings):
    settings.AUDIT_INSTANCE_KEY_FILE = "/nowhere/key.pem"

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO act VALUES (1)")
        with pytest.raises(AuditUnavailable):
            record()
    assert acts() == 0


@pytest.mark.parametrize("content", ["", "no key", None])
def test_without_the_instances_key_nothing_is_recorded(fresh_epoch, settings, tmp_path, content):
    settings.AUDIT_INSTANCE_KEY_FILE = str(tmp_path / "key.pem")
    if content is not None:
        (tmp_path / "key.pem").write_text(content)

    with pytest.raises(AuditUnavailable), transaction.atomic():
        record()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(AuditUnavailable):
        record()


@pytest.mark.django_db(transaction=True)
def test_without_an_officer_nothing_is_recorded(fresh_epoch):
    with beyond_row_security():
        Recipient.objects.filter(role="officer").delete()

    with pytest.raises(AuditUnavailable, match="nobody could read"), transaction.atomic():
        record()


@pytest.mark.django_db(transaction=True)
def test_threads_of_one_process_share_an_epoch_and_never_a_counter():
    def ten_acts():
        for _ in range(10):
            with transaction.atomic():
                record()
        connection.close()

    threads = [Thread(target=ten_acts) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    written = [(entry.header.epoch, entry.header.counter) for entry in audit_log.entries()]
    assert len(set(written)) == 40
    assert len({epoch for epoch, _ in written}) == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_the_first_statement_of_its_transaction_rolls_back_with_it():
    with transaction.atomic():
        record()  # from here on the statement is prepared
    before = len(audit_log.entries())

    with transaction.atomic():
        record()
        transaction.set_rollback(True)

    assert len(audit_log.entries()) == before


@pytest.mark.django_db(transaction=True)
def test_the_act_after_somebody_deallocated_the_statement_is_recorded():
    with transaction.atomic():
        record()
    before = len(audit_log.entries())
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    with pytest.raises(AuditUnavailable), transaction.atomic():
        record()
    with transaction.atomic():
        record()

    assert len(audit_log.entries()) == before + 1
