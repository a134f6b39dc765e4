"""Other eyes on the database of a test: past row-level security, or the log's reader."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection
from psycopg.pq import TransactionStatus

import audit.log
from fallkonferenz.actions.gate import log


def beyond_row_security() -> AbstractContextManager[None]:
    """As the cluster's superuser, to see every row."""
    return _as_role("NONE")


def as_owner() -> AbstractContextManager[None]:
    """As those commands that are run with the rights of the tables' owner."""
    return _as_role("fk_owner")


def as_reader() -> AbstractContextManager[None]:
    """As the role with which the officers' screens read the log."""
    return _as_role("audit_reader")


def as_worker() -> AbstractContextManager[None]:
    """As the role of the background processes."""
    return _as_role("fk_worker")


@contextmanager
def _as_role(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        if connection.connection.info.transaction_status != TransactionStatus.INERROR:  # else rolled back anyway
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {before}")


def nothing_can_be_logged() -> None:
    """From here to the end of the test no role but a superuser can write an entry.

    An epoch was just opened, so that none runs full in between: a new one is committed by itself, outside of the test.
    """
    audit.log.forget_epoch()
    log("access.page", by=None)
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_entry FROM audit_writer")
