"""The same of the later tables: tree, checkpoints, tag keys, requests, erasures. Each role does its own work, and no other's."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from audit import tags
from tests.audit import reading as audit_log
from tests.audit.recording import ACCESS, CASE, record
from tests.audit.test_roles import attempt, attempt_as
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db

HASH = "decode(repeat('00', 32), 'hex')"
NOBODY = "'00000000-0000-4000-8000-000000000000'"
TREE = ("audit_leaf", "audit_node", "audit_origin", "audit_checkpoint", "audit_cosignature", "audit_timestamp")
GROWING = (*TREE, "audit_rewrap", "audit_erasure")

FORGE_TREE = [
    f"INSERT INTO audit_leaf VALUES (0, {NOBODY}, 0, {HASH})",
    f"INSERT INTO audit_node VALUES (1, 0, {HASH})",
    "INSERT INTO audit_origin (number, origin, since_size) VALUES (99, 'another', 0)",
    f"INSERT INTO audit_checkpoint (origin, size, root, note) VALUES ('another', 0, {HASH}, '')",
    "INSERT INTO audit_cosignature (origin, size, witness, line) VALUES ('another', 0, 'w', '')",
    "INSERT INTO audit_timestamp (origin, size, token) VALUES ('another', 0, '')",
    "UPDATE audit_sequencer_state SET trouble = ''",
]
THIN = "DELETE FROM audit_checkpoint"  # the sequencer may, where enough is left: test_thinning.py
CHANGE_TREE = [f"DELETE FROM {table}" for table in GROWING] + [f"TRUNCATE {table} CASCADE" for table in GROWING]
FORGE_ENTRIES = [
    f"INSERT INTO audit_entry (epoch_id, counter, header, payload) VALUES ({NOBODY}, 0, '', '')",
    f"INSERT INTO audit_epoch (id, record, signature) VALUES ({NOBODY}, '', '')",
]
TAKE_KEYS = [
    "UPDATE audit_tag_key SET held = NULL",
    "UPDATE audit_tag_key SET record = NULL",
    "DELETE FROM audit_tag_key",
    "TRUNCATE audit_tag_key",
]
MAKE_RECIPIENTS = [
    "INSERT INTO audit_recipient SELECT * FROM audit_recipient",
    "UPDATE audit_recipient SET until = now()",
    "DELETE FROM audit_recipient",
    "UPDATE audit_recipient_request SET approved = true",
    "DELETE FROM audit_recipient_request",
]
SAY_ERASED = [
    f"INSERT INTO audit_erasure (id, what, before, epoch_id, counter) VALUES ({NOBODY}, 'payloads', now(), {NOBODY}, 0)"
]
EMPTY = ["UPDATE audit_entry SET payload = NULL", "UPDATE audit_epoch SET record = NULL"]
DECIDE = [f"SELECT audit_decide({NOBODY}, {NOBODY}, {HASH}, true)"]  # the web alone
LOAD = [f"INSERT INTO audit_rewrap (epoch_id, key_id, wrapped) VALUES ({NOBODY}, '', '')"]  # the owner alone
FORGE_REQUESTS = [*LOAD, *DECIDE]
LOOK = [
    "SELECT record FROM audit_tag_key",
    "SELECT wrapped FROM audit_rewrap",
    "SELECT hash FROM audit_leaf",
    "SELECT what FROM audit_erasure",
]
CHOOSE_TIME = [
    "INSERT INTO audit_tag_key (period, signature, at) VALUES ('2001-01-01', '', '2001-01-01')",
    f"INSERT INTO audit_rewrap (epoch_id, key_id, wrapped, at) VALUES ({NOBODY}, '', '', '2001-01-01')",
    f"INSERT INTO audit_recipient_request (id, act, decided_by, approved) VALUES ({NOBODY}, 'add', {NOBODY}, true)",
]
# fmt: off
REFUSED = {
    "fk_web":       FORGE_TREE + CHANGE_TREE + TAKE_KEYS + MAKE_RECIPIENTS + SAY_ERASED + EMPTY + LOOK + LOAD + CHOOSE_TIME,
    "fk_worker":    FORGE_TREE + CHANGE_TREE + TAKE_KEYS + MAKE_RECIPIENTS + SAY_ERASED + EMPTY + LOOK + LOAD + CHOOSE_TIME + DECIDE,
    "fk_sequencer": FORGE_ENTRIES + [each for each in CHANGE_TREE if each != THIN] + TAKE_KEYS + MAKE_RECIPIENTS
                    + SAY_ERASED + EMPTY + FORGE_REQUESTS + CHOOSE_TIME,
    "fk_reader":    FORGE_TREE + FORGE_ENTRIES + CHANGE_TREE + TAKE_KEYS + MAKE_RECIPIENTS + SAY_ERASED + EMPTY
                    + FORGE_REQUESTS + CHOOSE_TIME,
    "fk_retention": FORGE_TREE + CHANGE_TREE + TAKE_KEYS[1:] + MAKE_RECIPIENTS + EMPTY + DECIDE,
}
# fmt: on
ATTACKS = [(role, statement) for role, statements in REFUSED.items() for statement in statements]


@pytest.fixture
def log_of_a_month(db):
    """An entry of a case, one of an officer, and the key of the month's tags."""
    record(case=CASE)
    record(ACCESS.name)
    return audit_log.last().header


@pytest.mark.parametrize(("role", "statement"), ATTACKS)
def test_no_role_does_anothers_work(log_of_a_month, role, statement):
    with pytest.raises(ProgrammingError, match=r"denied|append-only"):
        attempt_as(role, statement)


@pytest.mark.parametrize("role", REFUSED)
def test_no_role_becomes_another(role):
    for wanted in {"fk_owner", "audit_sequencer", "audit_reader", "audit_retention"} - {role.replace("fk", "audit")}:
        with pytest.raises(ProgrammingError, match="permission denied"):
            attempt(f"SET LOCAL SESSION AUTHORIZATION {role}; SET ROLE {wanted}")


@pytest.mark.parametrize("mode", ["origin", "replica", "local"])
@pytest.mark.parametrize("statement", [*(each for each in CHANGE_TREE if each != THIN), *TAKE_KEYS])
def test_even_a_superuser_is_refused_while_the_triggers_of_the_proof_stand(log_of_a_month, statement, mode):
    with pytest.raises(ProgrammingError, match="append-only"):
        attempt_as("NONE", f"SET LOCAL session_replication_role = {mode}; {statement}")


def test_nobody_decides_on_a_request_of_their_own():
    asked = "11111111-1111-4111-8111-111111111111"
    attempt(
        "INSERT INTO audit_recipient_request (id, act, key_id, role, label, public_key, asked_by)"
        f" SELECT '{asked}', 'drop', key_id, role, label, public_key, '{asked}' FROM audit_recipient LIMIT 1"
    )
    with pytest.raises(DatabaseError, match="check"):
        attempt(f"SELECT audit_decide('{asked}', '{asked}', {HASH}, true)")


# What retention may empty, and when ---------------------------------------------------------------


def declare(what, *, before="now() + interval '1 hour'", kind="NULL", case_tag="NULL"):
    """Let the database erase; that an entry has to say so is another trigger's matter (test_captured_writer.py)."""
    header = audit_log.last().header
    attempt_as(
        "NONE",
        "ALTER TABLE audit_erasure DISABLE TRIGGER audit_erasure_is_said; INSERT INTO audit_erasure (id, what, kind, case_tag, before, epoch_id, counter) VALUES"
        f" (gen_random_uuid(), '{what}', {kind}, {case_tag}, {before}, '{header.epoch}', {header.counter})",
    )


def emptied(more=""):
    attempt_as("fk_retention", f"UPDATE audit_entry SET payload = NULL WHERE payload IS NOT NULL {more}")
    return attempt_as("NONE", "SELECT get_byte(header, 4) FROM audit_entry WHERE payload IS NULL ORDER BY 1")


OURS = "AND epoch_id = '{0.epoch}' AND get_byte(header, 4) IN (1, 7)"


def test_what_was_declared_can_be_emptied_once_and_not_be_filled_again(log_of_a_month):
    declare("payloads")

    assert emptied(OURS.format(log_of_a_month)) == [(1,), (7,)]
    with pytest.raises(ProgrammingError, match="append-only"):
        attempt_as("fk_retention", "UPDATE audit_entry SET payload = 'x' WHERE payload IS NULL")


@pytest.mark.parametrize(
    "declared",
    [
        {"before": "now() - interval '1 hour'"},
        {"kind": "7"},
        {"case_tag": HASH.replace("32", "16")},
        {"what": "epochs"},
        {"what": "tag_keys"},
    ],
)
def test_what_was_not_declared_stays(log_of_a_month, declared):
    declare(**({"what": "payloads"} | declared))

    with pytest.raises(ProgrammingError, match="append-only"):
        emptied(OURS.format(log_of_a_month) + " AND substr(header, 49, 16) <> decode(repeat('00', 16), 'hex')")


def test_the_opening_of_an_epoch_is_never_emptied(log_of_a_month):
    declare("payloads", kind=2)

    with pytest.raises(ProgrammingError, match="append-only"):
        emptied("AND counter = 0")


@pytest.mark.parametrize("kind", [3, 4, 5, 6])
def test_what_the_log_is_checked_with_is_never_emptied(log_of_a_month, kind):
    declare("payloads", kind=kind)
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (epoch_id, counter, header, payload) SELECT epoch_id, 1024,"
            " overlay(set_byte(header, 4, %s) placing int8send(1024) from 33), payload FROM audit_entry"
            " WHERE (epoch_id, counter) = (%s, %s)",
            [kind, log_of_a_month.epoch, log_of_a_month.counter],
        )

    with pytest.raises(ProgrammingError, match="append-only"):
        emptied("AND counter = 1024")


@pytest.mark.parametrize(
    "change",
    ["header = header || ''::bytea, counter = 400", "xid = '1'", "at = '2001-01-01'", "payload = 'x'"],
)
def test_emptying_changes_nothing_else(log_of_a_month, change):
    declare("payloads")

    with pytest.raises(ProgrammingError, match=r"denied|append-only"):
        attempt_as("fk_retention", f"UPDATE audit_entry SET {change} WHERE counter > 0")
    with pytest.raises(ProgrammingError, match="append-only"):
        attempt_as("NONE", f"UPDATE audit_entry SET {change} WHERE counter > 0")


def test_the_key_of_an_epoch_goes_after_its_payloads_not_before(log_of_a_month):
    epoch = f"UPDATE audit_epoch SET record = NULL WHERE id = '{log_of_a_month.epoch}'"
    declare("payloads")
    declare("epochs")

    with pytest.raises(ProgrammingError, match="append-only"):
        attempt_as("fk_retention", epoch)
    emptied(OURS.format(log_of_a_month))
    attempt_as("fk_retention", epoch)


@pytest.mark.django_db(transaction=True)
def test_the_key_of_this_month_is_held_and_that_of_a_past_one_may_be_dropped():
    this_month = "period = date_trunc('month', now() AT TIME ZONE 'UTC')"
    tags.tag_of(CASE, 1)
    record_in_a_transaction()

    with pytest.raises(ProgrammingError, match="append-only"):
        attempt_as("fk_retention", f"UPDATE audit_tag_key SET held = NULL WHERE {this_month}")
    attempt_as("fk_retention", f"UPDATE audit_tag_key SET held = NULL WHERE NOT {this_month}")
    with pytest.raises(ProgrammingError, match="append-only"):
        attempt_as("fk_retention", f"UPDATE audit_tag_key SET record = NULL WHERE NOT {this_month}")


def record_in_a_transaction():

    with transaction.atomic():
        record(case=CASE)


def test_a_months_key_is_the_first_that_was_made(log_of_a_month):
    with pytest.raises(DatabaseError, match="audit_tag_key_pkey"):
        attempt(
            "INSERT INTO audit_tag_key (period, record, signature, held) SELECT period, '', decode(repeat('00', 64),"
            " 'hex'), '' FROM audit_tag_key LIMIT 1"
        )
