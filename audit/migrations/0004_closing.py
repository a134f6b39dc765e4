"""Epochs that no close was seen of: the sequencer keeps the list, writers read in it whom they have to close for.

Writers cannot look into the log. What belongs to a process that was killed, only whoever reads all entries can tell.
"""

from django.db import migrations

TABLE = """
CREATE TABLE audit_open_epoch (
    epoch_id    uuid PRIMARY KEY REFERENCES audit_epoch,
    last        bigint,
    missing     bigint[],
    CHECK ((last IS NULL) = (missing IS NULL))
);

REVOKE ALL ON audit_open_epoch FROM PUBLIC;
GRANT SELECT, INSERT, DELETE ON audit_open_epoch TO audit_sequencer;
GRANT UPDATE (last, missing) ON audit_open_epoch TO audit_sequencer;
GRANT SELECT ON audit_open_epoch TO audit_writer, audit_reader;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_retention")]
    operations = [migrations.RunSQL(TABLE)]
