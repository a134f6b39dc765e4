"""The reader's connection: it reads the log and the codes of cases, changes nothing, and is used here alone."""

import re
from pathlib import Path

import psycopg
import pytest

from fallkonferenz.web.audit.reader import reader

FALLKONFERENZ = Path(__file__).parents[3] / "fallkonferenz"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_recipient_request SELECT * FROM audit_recipient_request",
        "SELECT state FROM cases_case",
        "SELECT * FROM cases_entry",
        "SELECT * FROM institutions_person",
        "SELECT held FROM drafts_draft",
        "CREATE TABLE mine (id int)",
    ],
)
def test_it_may_do_nothing_else(statement):
    with pytest.raises(psycopg.Error), reader() as connection:
        connection.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_it_reads_only_and_not_for_ever():
    with reader() as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("transaction_read_only", "statement_timeout", "transaction_isolation")
        }

    assert shown == {
        "transaction_read_only": "on",
        "statement_timeout": "30s",
        "transaction_isolation": "repeatable read",
    }


def test_only_the_officers_screens_use_it():
    users = {
        str(path.relative_to(FALLKONFERENZ).parent)
        for path in FALLKONFERENZ.rglob("*.py")
        if re.search(r"[\"']audit_reader[\"']|import reader\b|audit\.live", path.read_text())
        and "migrations" not in path.parts
    }
    assert {user for user in users if not user.startswith("management")} <= {"web/audit", "config"}


@pytest.mark.django_db(transaction=True)
def test_one_question_at_a_time_needs_no_lock_that_every_role_could_hold():
    with reader(alone=True) as connection:
        held = "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        assert connection.execute(held).fetchall() == []
