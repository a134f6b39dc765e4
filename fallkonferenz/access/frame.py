"""The one frame around everything a person does: a transaction that knows who acts.

Row-level security reads both settings; they live and die with the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from fallkonferenz.institutions.models import Person

Acting = tuple[str, str]
NOBODY: Acting = ("", "")
_acting: ContextVar[Acting] = ContextVar("acting", default=NOBODY)


@contextmanager
def acting_as(person: Person | None) -> Iterator[None]:
    """Open a transaction (or a savepoint in one) in which ``person`` acts; ``None`` sees nothing of any case."""
    before, now = _acting.get(), _settings_of(person)
    with transaction.atomic():
        if now == before:
            yield
            return
        _tell_database(now)
        token = _acting.set(now)
        try:
            yield
        finally:
            _acting.reset(token)
        # After an error the rollback to the savepoint takes the settings back by itself.
        _tell_database(before)


def _settings_of(person: Person | None) -> Acting:
    if person is None or not person.is_active:
        return NOBODY
    return (str(person.institution_id or ""), str(person.pk))


def _tell_database(acting: Acting) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.institution', %s, true), set_config('app.person', %s, true)", acting)
