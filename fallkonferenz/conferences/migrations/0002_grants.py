"""Conferences are planned, answered and recorded by the web; the worker knows when they are."""

from django.db import migrations

from fallkonferenz.database import grants


class Migration(migrations.Migration):
    dependencies = [("conferences", "0002_initial"), ("cases", "0004_row_level_security")]

    operations = [
        grants("conferences_conference", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        grants(
            "conferences_agendaitem",
            web="SELECT, INSERT, UPDATE",
            worker="SELECT (id, conference_id, case_id, cluster, outcome)",
        ),
        grants(
            "conferences_attendance",
            web="SELECT, INSERT, UPDATE",
            worker="SELECT (id, item_id, institution_id, person_id, answer)",
        ),
    ]
