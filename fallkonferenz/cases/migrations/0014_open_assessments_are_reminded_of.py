"""The worker reminds of assessments that were left open, so it needs to know since when, and who began them."""

from django.db import migrations

from fallkonferenz.database import grants


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_lowered_by_two_carriers")]

    operations = [grants("cases_assessment", worker="SELECT (begun_at, author_id)")]
