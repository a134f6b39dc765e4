"""A database of five thousand cases, generated once for a run and lent to each module that wants it."""

from collections.abc import Iterator

import pytest
from django.db import connection

from bench import generate, generate_lists
from tests import database
from tests.support import beyond_row_security

CASES = 5000
TEMPLATE = f"{database.TEMPLATE}_cases"
OWN = (520, 20, 10, 5)  # cases that each of those alike flagged and leads: many, or few among all that it sees


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
        generate.fill(CASES, own=OWN)
        generate_lists.fill()
        with connection.cursor() as cursor:
            generate.tidy(cursor)
    return f"{CASES} cases"
