"""What is typed for an institution belongs to it; who typed it reads it without a ground, since it was told to them."""

from django.db import migrations

from fallkonferenz.cases.policies import INSTITUTION, PERSON, live
from fallkonferenz.database import grants, sql


def typed(table: str, what: str) -> str:
    """Written for the institution of a referral that the person typed and nobody has confirmed yet."""
    return f"""
CREATE POLICY {table}_typed ON {table} FOR INSERT TO fk_web WITH CHECK (
    {live(f"{table}.case_id")} AND {what} AND {table}.author_id = {PERSON} AND EXISTS (
        SELECT 1 FROM cases_referral f
        WHERE f.case_id = {table}.case_id AND f.institution_id = {table}.institution_id
          AND f.entered_by_id = {PERSON} AND f.on_behalf AND f.confirmed_at IS NULL
    )
);
CREATE POLICY {table}_typed_seen ON {table} FOR SELECT TO fk_web USING (
    {live(f"{table}.case_id")} AND EXISTS (
        SELECT 1 FROM institutions_person a WHERE a.id = {table}.author_id AND a.institution_id = {INSTITUTION}
    )
);
"""


def typed_no_more(table: str) -> str:
    return f"DROP POLICY {table}_typed ON {table}; DROP POLICY {table}_typed_seen ON {table};"


TYPED = {
    "cases_entry": "cases_entry.section = 'incident'",
    "cases_firearmsanswer": "cases_firearmsanswer.step IN ('flag', 'reopen')",
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_a_lowering_is_decided_in_ones_own_name")]

    operations = [
        *[sql(typed(table, what), typed_no_more(table)) for table, what in TYPED.items()],
        grants("cases_entry", worker="SELECT (author_id)"),
    ]
