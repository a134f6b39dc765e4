"""The list of conferences walks an index, of one region for the case management: first what is planned, then what is over."""

from django.db import migrations, models

BEGIN = ["starts_at", "id"]
IS_PLANNED = models.Q(state="planned")


class Migration(migrations.Migration):
    dependencies = [("conferences", "0002_grants")]

    operations = [
        migrations.AddIndex("conference", models.Index(fields=BEGIN, name="conference_planned", condition=IS_PLANNED)),
        migrations.AddIndex("conference", models.Index(fields=BEGIN, name="conference_over", condition=~IS_PLANNED)),
        migrations.AddIndex("conference", models.Index(fields=["region", *BEGIN], name="conference_of_region")),
    ]
