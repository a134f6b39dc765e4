"""The reader's connection: it may read the log and nothing else, and it lives as long as one question."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import Error, connections
from django.utils.translation import gettext as _

from audit.live import Connection
from fallkonferenz.access.refusals import Unavailable

ALIAS = "audit_reader"


def is_there() -> bool:
    return ALIAS in settings.DATABASES


@contextmanager
def reader() -> Iterator[Connection]:
    """Read-only, in one transaction that sees one state of the log, with a limit of time for each statement."""
    if not is_there():
        raise Unavailable(
            _("This installation has no connection to read the log with. The offline reader can read it.")
        )
    wrapper = connections[ALIAS].copy()
    try:
        with wrapper.wrap_database_errors:
            wrapper.connect()
    except Error as error:
        raise Unavailable from error
    try:
        with wrapper.connection.transaction():
            yield wrapper.connection
    finally:
        wrapper.close()
