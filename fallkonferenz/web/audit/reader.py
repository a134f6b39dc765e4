"""The reader's connection: it may read the log and nothing else, and it lives as long as one question."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import psycopg
from django.conf import settings
from django.db import Error, connections
from django.utils.translation import gettext as _

from audit.live import Connection
from fallkonferenz.access.refusals import NotNow, Unavailable
from fallkonferenz.actions.alone import alone as alone_with

ALIAS = "audit_reader"


def is_there() -> bool:
    return ALIAS in settings.DATABASES


@contextmanager
def reader(*, alone: bool = False) -> Iterator[Connection]:
    """Read-only, in one transaction that sees one state of the log, with a limit of time for each statement.

    ``alone``: for what takes seconds of a process that serves everybody. One such question at a time, the others are
    refused.
    """
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
        with _nobody_else() if alone else nullcontext(), wrapper.connection.transaction():
            yield wrapper.connection
    except psycopg.OperationalError as error:  # it took too long, or the connection was lost
        raise Unavailable from error
    finally:
        wrapper.close()


@contextmanager
def _nobody_else() -> Iterator[None]:
    with alone_with("question") as is_alone:
        if not is_alone:
            raise NotNow(
                _("Another question to the log is being answered at this moment. Please try again in a few seconds.")
            )
        yield
