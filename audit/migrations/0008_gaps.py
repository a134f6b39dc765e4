"""The sequencer counts what was taken out of an epoch before it had a position; the figure is never set back."""

from django.db import migrations

GAPS = "ALTER TABLE audit_sequencer_state ADD COLUMN gaps integer NOT NULL DEFAULT 0 CHECK (gaps >= 0)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_one_check_an_entry")]
    operations = [migrations.RunSQL(GAPS)]
