"""The worker tells only those who see a thing, so it needs to know whose it is and what opens it; never what it says."""

from django.db import migrations

from fallkonferenz.database import grants, sql

WATCHED = "\n".join(
    f"CREATE POLICY {table}_watched ON {table} FOR SELECT TO fk_worker USING (true);"
    for table in ("cases_entry", "cases_assessment")
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_row_level_security")]

    operations = [
        grants("cases_entry", worker="SELECT (id, case_id, section, institution_id, concerns_id)"),
        grants("cases_assessment", worker="SELECT (id, case_id, institution_id, concerns_id)"),
        grants(
            "cases_ground",
            worker="SELECT (id, case_id, discloser_id, recipient_id, section, concerns_id, given_at, expires_at, "
            "withdrawn_at)",
        ),
        sql(WATCHED),
    ]
