"""Counting what a page asks of the database: every statement of the whole request, the entry of the log included.

Not counted are the transaction's own words: BEGIN, SAVEPOINT, RELEASE, COMMIT, ROLLBACK.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext

import audit.log

OF_THE_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of the block, in their order but for those of the log, which stand at the end.

    The log writes through a cursor of psycopg's own, which Django does not see.
    """
    said: list[str] = []
    entries: list[str] = []
    insert = audit.log._insert

    def noted(sealed: object) -> None:
        entries.append("INSERT INTO audit_entry (…)")
        insert(sealed)

    with CaptureQueriesContext(connection) as queries, patch.object(audit.log, "_insert", noted):
        yield said
    said += [each["sql"] for each in queries if not each["sql"].startswith(OF_THE_TRANSACTION)] + entries
