"""Pieces of SQL that the policies of cases and measures are put together from."""

# An unset or emptied setting is an empty string after its transaction, and must mean: nobody.
INSTITUTION = "(SELECT NULLIF(current_setting('app.institution', true), '')::int)"
PERSON = "(SELECT NULLIF(current_setting('app.person', true), '')::uuid)"


# The minute is for clocks of two machines that disagree; ``now()`` would be the beginning of the transaction.
def live(case: str) -> str:
    """The own institution takes part in the case now, and the person is not excluded."""
    return f"""EXISTS (
        SELECT 1 FROM cases_participation p
        WHERE p.case_id = {case} AND p.institution_id = {INSTITUTION}
          AND p.since <= statement_timestamp() + interval '1 minute'
          AND (p.until IS NULL OR p.until > statement_timestamp())
    ) AND NOT EXISTS (
        SELECT 1 FROM cases_exclusion x WHERE x.case_id = {case} AND x.person_id = {PERSON}
    )"""


def holds(case: str, codename: str) -> str:
    """The own institution holds the right ``codename`` (an SQL expression) on the case."""
    return f"""EXISTS (
        SELECT 1 FROM cases_casegroupright r JOIN auth_permission a ON a.id = r.permission_id
        WHERE r.content_object_id = {case} AND r.group_id = {INSTITUTION} AND a.codename = {codename}
    )"""
