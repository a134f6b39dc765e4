"""A sequencer at work in the database of a test, and what it has to do."""

from contextlib import contextmanager

from django.db import connection, connections, transaction

from audit import signing
from tests.audit.recording import record
from tests.support import beyond_row_security

ORIGIN = "test.example/audit"
KEY = signing.SigningKey(b"e" * 32, b"m" * 32)


@contextmanager
def connected(role="fk_sequencer"):
    """A connection of its own, as the sequencer's role."""
    wrapper = connections["default"].copy()
    options = wrapper.settings_dict["OPTIONS"] | {"assume_role": role}
    wrapper.settings_dict = wrapper.settings_dict | {"OPTIONS": options}
    wrapper.ensure_connection()
    try:
        yield wrapper.connection
    finally:
        wrapper.close()


def acts(count=1):
    for _ in range(count):
        with transaction.atomic():
            record()


def ask(question):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()
