"""What is an entry, asked in one place: PostgreSQL prepares every CHECK anew in each statement, and every act writes one.

A function is prepared once in a connection. The epoch is looked up without the lock of a foreign key, under which all
writers of a process would queue: nobody, not even its owner, ever deletes an epoch.
"""

import django.db.models.deletion
from django.db import migrations, models

# Its texts compare byte by byte: milliseconds since 1970, up to the year 9999.
SHAPE = """
CREATE FUNCTION audit_is_an_entry(epoch_id uuid, counter bigint, header bytea, payload bytea) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN octet_length(header) = 96
        AND substr(header, 1, 4) = 'FKA1' AND get_byte(header, 4) BETWEEN 1 AND 7 AND substr(header, 6, 3) = '\\x000000'
        AND substr(header, 9, 8) BETWEEN '\\x0000000000000000' AND '\\x0000e677d21fdbff'
        AND substr(header, 17, 24) = uuid_send(epoch_id) || int8send(counter)
        AND counter BETWEEN 0 AND 1024 AND (get_byte(header, 4) = 2) = (counter = 0)
        AND (payload IS NULL OR (octet_length(payload) <= 1048576
            AND substr(header, 41, 8) = int8send(octet_length(payload)) AND substr(header, 65, 32) = sha256(payload)));
END $$;

ALTER TABLE audit_entry
    DROP CONSTRAINT audit_entry_counter_check,
    DROP CONSTRAINT audit_entry_header_agrees,
    DROP CONSTRAINT audit_entry_opens_at_zero,
    DROP CONSTRAINT audit_entry_is_an_entry,
    ADD CONSTRAINT audit_entry_is_an_entry CHECK (audit_is_an_entry(epoch_id, counter, header, payload));
"""

# A writer sees which epochs there are, and nothing of what their records say.
BEGINNING = """
CREATE FUNCTION audit_entry_begins() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.payload IS NULL THEN
        RAISE EXCEPTION 'an entry begins with a payload' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM audit_epoch e WHERE e.id = NEW.epoch_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an entry needs its epoch' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;

ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_epoch_id_fkey;
DROP TRIGGER audit_has_a_payload ON audit_entry;
CREATE TRIGGER audit_entry_begins BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_begins();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_begins;
GRANT SELECT (id) ON audit_epoch TO audit_writer;
CREATE POLICY audit_know ON audit_epoch FOR SELECT TO audit_writer, CURRENT_USER USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_officers_entries")]
    operations = [
        migrations.RunSQL(SHAPE),
        migrations.RunSQL(
            BEGINNING,
            state_operations=[
                migrations.AlterField(
                    model_name="entry",
                    name="epoch",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="audit.epoch",
                    ),
                )
            ],
        ),
    ]
