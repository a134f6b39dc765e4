"""Codes of cases and their ids: all that officers' screens can learn of a case from the database."""

from collections.abc import Collection
from uuid import UUID

from fallkonferenz.web.audit.reader import reader

CODES = "SELECT id, code FROM cases_case WHERE id = ANY(%s)"
CASE = "SELECT id FROM cases_case WHERE code = %s"


def codes_of(cases: Collection[UUID]) -> dict[UUID, str]:
    """Of those that still exist."""
    if not cases:
        return {}
    with reader() as connection:
        return dict(connection.execute(CODES, (list(cases),)))


def case_of(code: str) -> UUID | None:
    with reader() as connection:
        found = connection.execute(CASE, (code,)).fetchone()
    return found[0] if found else None
