"""What each database role may do with the log: append, or read, and nothing else (design: the attacks of audit.md 5.1)."""

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from tests.audit import reading as audit_log
from tests.audit.recording import record
from tests.support import as_worker, beyond_row_security

pytestmark = pytest.mark.django_db

CHANGES = [
    "UPDATE audit_entry SET payload = NULL",
    "UPDATE audit_entry SET counter = counter + 1",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry CASCADE",
    "UPDATE audit_epoch SET record = ''",
    "DELETE FROM audit_epoch",
    "TRUNCATE audit_epoch CASCADE",
]
READS = ["SELECT counter FROM audit_entry", "SELECT record FROM audit_epoch"]
BYPASSES = [
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY",
    "DROP TABLE audit_entry",
    "DROP TRIGGER audit_append_only ON audit_entry",
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "SET session_replication_role = replica",
]
KEYS = [
    "INSERT INTO audit_recipient SELECT * FROM audit_recipient",
    "UPDATE audit_recipient SET until = now()",
    "DELETE FROM audit_recipient",
]


def attempt(statement):
    """Run it in a savepoint of its own, as the present role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def attempt_as(role, statement):
    """As any role, which takes a superuser to begin with."""
    with beyond_row_security(), transaction.atomic():
        attempt(f"SET LOCAL ROLE {role}")
        return attempt(statement)


def insert(epoch, columns="", values="", more=""):
    """A row that is right as long as no columns are named beyond those of a writer."""
    header = (
        f"'\\x464b413101000000'::bytea || int8send(0) || uuid_send('{epoch}') || int8send(100)"
        f" || int8send(1) || '\\x{bytes(16).hex()}'::bytea || sha256('x')"
    )
    return (  # the names are ours, not a stranger's
        f"INSERT INTO audit_entry (epoch_id, counter, header, payload{columns})"  # noqa: S608
        f" VALUES ('{epoch}', 100, {header}, 'x'{values}) {more}"
    )


@pytest.fixture
def epoch(db):
    record()
    return audit_log.last().header.epoch


@pytest.mark.parametrize("statement", [*CHANGES, *READS, *BYPASSES, *KEYS])
def test_a_writer_may_do_none_of_this(epoch, statement):
    with pytest.raises(ProgrammingError):
        attempt(f"SET LOCAL SESSION AUTHORIZATION fk_web; {statement}")


def test_a_writer_may_not_become_somebody_else():
    for role in ("fk_owner", "audit_reader", "audit_retention", "audit_sequencer"):
        with pytest.raises(ProgrammingError):
            attempt(f"SET LOCAL SESSION AUTHORIZATION fk_web; SET ROLE {role}")


def test_a_writer_may_append(epoch):
    attempt(insert(epoch))


@pytest.mark.parametrize(
    ("columns", "values", "more"),
    [
        (", at", ", '2001-01-01'", ""),
        (", xid", ", '1'", ""),
        ("", "", "RETURNING counter"),
        ("", "", "ON CONFLICT (epoch_id, counter) DO UPDATE SET payload = excluded.payload"),
    ],
)
def test_a_writer_may_not_choose_the_time_or_the_transaction_nor_look_back(epoch, columns, values, more):
    with pytest.raises(ProgrammingError):
        attempt(insert(epoch, columns, values, more))


def test_the_worker_is_a_writer_like_the_web(epoch):
    with as_worker():
        attempt(insert(epoch))
        with pytest.raises(ProgrammingError):
            attempt(READS[0])


def test_a_counter_is_used_once(epoch):
    attempt(insert(epoch))
    with pytest.raises(DatabaseError, match="audit_entry_pkey"):
        attempt(insert(epoch))


def test_an_entry_needs_an_epoch(epoch):
    orphan = insert("00000000-0000-4000-8000-000000000000")
    with pytest.raises(IntegrityError, match="needs its epoch"):
        attempt(orphan)


@pytest.mark.parametrize("wrong", [("100, ", "101, "), ("sha256('x')", "sha256('y')"), ("int8send(0) || uuid", "uuid")])
def test_a_header_speaks_of_its_own_row(epoch, wrong):
    with pytest.raises(DatabaseError, match="is_an_entry"):
        attempt(insert(epoch).replace(*wrong, 1))


def test_an_epoch_is_opened_by_its_first_entry_and_by_no_other(epoch):
    """The sequencer would end at a second one, and it could never be taken away."""
    second = insert(epoch).replace("464b413101", "464b413102")
    first = insert(epoch).replace("(100)", "(0)").replace(", 100,", ", 0,")
    for statement in (second, first):
        with pytest.raises(DatabaseError, match="is_an_entry"):
            attempt(statement)


@pytest.mark.parametrize("role", ["audit_reader", "audit_sequencer"])
def test_a_reader_and_the_sequencer_see_all_and_change_nothing(epoch, role):
    assert attempt_as(role, "SELECT count(*) FROM audit_entry") == attempt_as(
        "NONE", "SELECT count(*) FROM audit_entry"
    )
    for statement in [*CHANGES, *KEYS, insert(epoch)]:
        with pytest.raises(ProgrammingError):
            attempt_as(role, statement)


def test_retention_empties_nothing_that_no_entry_speaks_of(epoch):
    for statement in [*CHANGES, *KEYS]:
        with pytest.raises(ProgrammingError):
            attempt_as("audit_retention", statement)


def test_the_owner_sees_nothing_and_changes_nothing(epoch):
    assert attempt_as("fk_owner", "SELECT count(*) FROM audit_entry") == [(0,)]
    for statement in CHANGES:
        with pytest.raises(ProgrammingError, match="append-only"):
            attempt_as("fk_owner", statement)


@pytest.mark.parametrize("mode", ["origin", "replica", "local"])
@pytest.mark.parametrize("statement", CHANGES)
def test_even_a_superuser_is_refused_while_the_triggers_stand(epoch, statement, mode):
    with pytest.raises(ProgrammingError, match="append-only"):
        attempt_as("NONE", f"SET LOCAL session_replication_role = {mode}; {statement}")
