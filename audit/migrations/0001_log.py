"""The log's tables, and who may do what with them; needs the group roles that ``database_roles`` makes.

The triggers are ENABLE ALWAYS: plain ones fall to ``session_replication_role``. INSERT is granted by column: with a grant
on the table a writer could set ``at`` and ``xid`` and hide a row from the sequencer.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

ROLES = """
DO $$
DECLARE wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['audit_writer', 'audit_sequencer', 'audit_reader', 'audit_retention'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            RAISE EXCEPTION 'the role % is missing: run database_roles first', wanted;
        END IF;
    END LOOP;
END $$;
"""

TABLES = """
CREATE TABLE audit_recipient (
    key_id      bytea PRIMARY KEY CHECK (key_id = sha256(public_key)),
    role        varchar(10) NOT NULL CHECK (role IN ('officer', 'recovery')),
    label       varchar(100) NOT NULL,
    public_key  bytea NOT NULL CHECK (octet_length(public_key) = 1216),
    since       timestamptz NOT NULL DEFAULT now(),
    until       timestamptz
);

CREATE TABLE audit_epoch (
    id          uuid PRIMARY KEY,
    record      bytea NOT NULL,
    signature   bytea NOT NULL CHECK (octet_length(signature) = 64),
    at          timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit_entry (
    epoch_id    uuid NOT NULL REFERENCES audit_epoch,
    counter     bigint NOT NULL CHECK (counter >= 0),
    header      bytea NOT NULL,
    payload     bytea,
    at          timestamptz NOT NULL DEFAULT now(),
    xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (epoch_id, counter),
    CONSTRAINT audit_entry_header_agrees CHECK (
        octet_length(header) = 96
        AND substr(header, 17, 16) = uuid_send(epoch_id)
        AND substr(header, 33, 8) = int8send(counter)
        AND (payload IS NULL OR substr(header, 65, 32) = sha256(payload))
    )
);
CREATE INDEX audit_entry_xid ON audit_entry (xid);
"""

APPEND_ONLY = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_epoch
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_epoch ENABLE ALWAYS TRIGGER audit_append_only;
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_append_only;
"""

# The owner writes too: what is done at installation, with the owner's rights, is logged like everything else.
RIGHTS = """
REVOKE ALL ON audit_recipient, audit_epoch, audit_entry FROM PUBLIC;
GRANT SELECT ON audit_recipient TO audit_writer, audit_sequencer, audit_reader;
GRANT INSERT (id, record, signature) ON audit_epoch TO audit_writer;
GRANT INSERT (epoch_id, counter, header, payload) ON audit_entry TO audit_writer;
GRANT SELECT ON audit_epoch, audit_entry TO audit_sequencer, audit_reader;

ALTER TABLE audit_epoch ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_epoch FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_append ON audit_epoch FOR INSERT TO audit_writer, CURRENT_USER WITH CHECK (true);
CREATE POLICY audit_append ON audit_entry FOR INSERT TO audit_writer, CURRENT_USER WITH CHECK (true);
CREATE POLICY audit_read ON audit_epoch FOR SELECT TO audit_sequencer, audit_reader USING (true);
CREATE POLICY audit_read ON audit_entry FOR SELECT TO audit_sequencer, audit_reader USING (true);
"""

BACKWARDS = """
DROP TABLE audit_entry, audit_epoch, audit_recipient;
DROP FUNCTION audit_refuse();
"""

STATE = [
    migrations.CreateModel(
        name="Recipient",
        fields=[
            ("key_id", models.BinaryField(primary_key=True, serialize=False, verbose_name="key")),
            (
                "role",
                models.CharField(
                    choices=[("officer", "data protection officer"), ("recovery", "recovery")],
                    max_length=10,
                    verbose_name="role",
                ),
            ),
            ("label", models.CharField(max_length=100, verbose_name="label")),
            ("public_key", models.BinaryField(verbose_name="public key")),
            (
                "since",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="since"),
            ),
            ("until", models.DateTimeField(null=True, verbose_name="until")),
        ],
        options={"db_table": "audit_recipient"},
    ),
    migrations.CreateModel(
        name="Epoch",
        fields=[
            ("id", models.UUIDField(primary_key=True, serialize=False)),
            ("record", models.BinaryField()),
            ("signature", models.BinaryField()),
        ],
        options={"db_table": "audit_epoch"},
    ),
    migrations.CreateModel(
        name="Entry",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "epoch_id", "counter", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "epoch",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to="audit.epoch"),
            ),
            ("counter", models.BigIntegerField()),
            ("header", models.BinaryField()),
            ("payload", models.BinaryField(null=True)),
        ],
        options={"db_table": "audit_entry"},
    ),
]


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(TABLES + APPEND_ONLY + RIGHTS, BACKWARDS, state_operations=STATE),
    ]
