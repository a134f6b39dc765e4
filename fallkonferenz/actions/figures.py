"""Figures of a region: counts without a case, and without small numbers. Nobody gets the counts unmasked."""

from django.db import connection

from fallkonferenz.actions.gate import reading
from fallkonferenz.actions.masking import Table, masked
from fallkonferenz.institutions.models import Person

TABLES = ("cases", "referrals", "measures")


@reading("figures.read")
def figures(*, by: Person) -> dict[str, Table]:
    """By table: open cases per state, referrals per kind of institution, measures per outcome and per lack."""
    counts: dict[str, dict[str, int]] = {table: {} for table in TABLES}
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, name, number FROM figures()")
        for what, name, number in cursor.fetchall():
            counts[what][name] = number
    return {table: masked(of_table) for table, of_table in counts.items()}
