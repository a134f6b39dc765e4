"""The policies ask once per row whether an admission is alive: its index now answers without looking at the row.

And no right is ever looked up by its number: the index of numbers was a ninth of what a grant took.
"""

from django.db import migrations, models

from fallkonferenz.database import sql

COMPOSITE = """
ALTER TABLE cases_casegroupright ADD CONSTRAINT right_needs_participation
    FOREIGN KEY (group_id, content_object_id) REFERENCES cases_participation (institution_id, case_id)
    ON DELETE CASCADE;
"""
SINGLE = "ALTER TABLE cases_casegroupright DROP CONSTRAINT right_needs_participation"
BY_NUMBER = "cases_casegroupright_pkey"
BY_CASE = "cases_casegroupright_content_object_id_group__cb724f9b_uniq"


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_worker_sees_what_is_told")]

    operations = [
        sql(SINGLE, COMPOSITE),
        migrations.RemoveConstraint("participation", "participation_once"),
        migrations.AddConstraint(
            "participation",
            models.UniqueConstraint(
                fields=["institution", "case"], include=["since", "until"], name="participation_once"
            ),
        ),
        sql(COMPOSITE, SINGLE),
        sql(
            f"ALTER TABLE cases_casegroupright DROP CONSTRAINT {BY_NUMBER}, DROP CONSTRAINT {BY_CASE},"
            f" ADD CONSTRAINT {BY_CASE} PRIMARY KEY (content_object_id, group_id, permission_id)",
            f"ALTER TABLE cases_casegroupright DROP CONSTRAINT {BY_CASE},"
            f" ADD CONSTRAINT {BY_CASE} UNIQUE (content_object_id, group_id, permission_id),"
            f" ADD CONSTRAINT {BY_NUMBER} PRIMARY KEY (id)",
        ),
    ]
