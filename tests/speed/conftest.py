"""A database of five thousand cases, generated once for a run and lent to each module that wants it."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import connection

from bench import generate
from bench.generate import ALIKE, VISIBLE
from tests import database
from tests.support import beyond_row_security

CASES = 5000
TEMPLATE = f"{database.TEMPLATE}_cases"
OWN = (550, 20, 10, 5)  # cases that each of those alike flagged and leads: the oldest, which the whole list shows last
OLDEST = """
SELECT p.institution_id, array_agg(p.case_id ORDER BY p.sort_at)
FROM cases_participation p JOIN institutions_institution i ON i.group_id = p.institution_id
JOIN cases_case c ON c.id = p.case_id
WHERE i.name = %s AND c.lead_id IS NULL GROUP BY p.institution_id
"""
FLAGGED = "UPDATE cases_participation SET flagging = true WHERE institution_id = %s AND case_id = ANY(%s)"
LED = "UPDATE cases_case SET lead_id = %s WHERE id = ANY(%s)"


@pytest.fixture(scope="module")
def many_cases(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Not in a transaction: statistics and the visibility map are those of a server that has been running."""
    with django_db_blocker.unblock():
        database.template_once(TEMPLATE, _filled)
        database.swap(TEMPLATE)
        yield
        database.swap()


def _filled() -> str:
    with beyond_row_security():
        generate.fill(CASES)
        with connection.cursor() as cursor:
            for visible, number in product(VISIBLE, range(ALIKE)):
                take_part(cursor, f"bench-{visible}-{number}", min(visible, OWN[number]))
            cursor.execute("VACUUM FULL cases_participation, cases_case")  # as if they had been written once
            generate.tidy(cursor)
    return f"{CASES} cases"


def take_part(cursor: Any, name: str, own: int) -> None:
    """The institution flagged, and leads, that many of its cases."""
    cursor.execute(OLDEST, [name])
    ((institution, cases),) = cursor.fetchall()
    cursor.execute(FLAGGED, [institution, cases[:own]])
    cursor.execute(LED, [institution, cases[:own]])
