"""Epochs that no close was seen of: the sequencer keeps the list, writers read in it whom they have to close for.

Writers cannot look into the log: what belongs to a process that was killed, only whoever reads all entries can tell. And
an epoch is opened by its first entry, and by no other; what is no entry, key or lawful erasure is refused; and of
checkpoints that nobody cosigned, one an hour is kept.
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

OPENING = """
ALTER TABLE audit_entry ADD CONSTRAINT audit_entry_opens_at_zero CHECK ((get_byte(header, 4) = 2) = (counter = 0));

-- The officers' screens begin with the epochs of a time: bytes 8 to 15 of a header are its milliseconds.
CREATE INDEX audit_entry_opened ON audit_entry (substr(header, 9, 8), epoch_id) WHERE counter = 0;
"""

# Nobody can take back a row: what is no entry is refused, so that who has a writer's password cannot spoil the log for
# good. An entry begins with a payload; only retention empties it.
WHOLE = """
ALTER TABLE audit_entry ADD CONSTRAINT audit_entry_is_an_entry CHECK (
    substr(header, 1, 4) = 'FKA1' AND get_byte(header, 4) BETWEEN 1 AND 7 AND substr(header, 6, 3) = decode('000000', 'hex')
    AND counter <= 1024 AND audit_header_ms(header) BETWEEN 0 AND 253402300799999
    AND (payload IS NULL OR (octet_length(payload) <= 1048576 AND substr(header, 41, 8) = int8send(octet_length(payload))))
);
CREATE TRIGGER audit_has_a_payload BEFORE INSERT ON audit_entry FOR EACH ROW
    WHEN (NEW.payload IS NULL) EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_has_a_payload;

CREATE TRIGGER audit_is_whole BEFORE INSERT ON audit_tag_key FOR EACH ROW
    WHEN (NEW.held IS NULL OR NEW.record IS NULL) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_not_ahead BEFORE INSERT ON audit_tag_key FOR EACH ROW
    WHEN (NEW.period > (now() AT TIME ZONE 'UTC') + interval '1 day') EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_tag_key ENABLE ALWAYS TRIGGER audit_is_whole;
ALTER TABLE audit_tag_key ENABLE ALWAYS TRIGGER audit_not_ahead;
"""

# What may be erased is what an entry of the log says: an entry of that kind, and nothing that is newer than the law allows.
SAID = """
CREATE FUNCTION audit_erasure_is_said() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said timestamptz;
BEGIN
    SELECT to_timestamp((audit_header_ms(e.header) + 1) / 1000.0) INTO said FROM audit_entry e
        WHERE (e.epoch_id, e.counter) = (NEW.epoch_id, NEW.counter)
        AND get_byte(e.header, 4) = CASE WHEN NEW.what = 'tag_keys' THEN 4 ELSE 5 END;
    IF NEW.before <= said AND (NEW.case_tag IS NOT NULL AND NEW.what = 'payloads' OR NEW.before <= interval '1 day' +
        (date_trunc('year', said AT TIME ZONE 'UTC' + interval '1 day') - interval '1 year') AT TIME ZONE 'UTC')
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'no entry of the log says that this may be erased' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_erasure_is_said BEFORE INSERT ON audit_erasure
    FOR EACH ROW EXECUTE FUNCTION audit_erasure_is_said();
CREATE TRIGGER audit_not_ahead BEFORE INSERT ON audit_erasure FOR EACH ROW
    WHEN (NEW.before > now()) EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_erasure ENABLE ALWAYS TRIGGER audit_erasure_is_said;
ALTER TABLE audit_erasure ENABLE ALWAYS TRIGGER audit_not_ahead;
"""

# A checkpoint says nothing that a later one does not say. Those that were cosigned or stamped are held by foreign keys.
THINNING = """
CREATE FUNCTION audit_only_thin() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM audit_checkpoint c WHERE c.origin = OLD.origin AND c.size > OLD.size)
        AND EXISTS (SELECT FROM audit_checkpoint c WHERE c.origin = OLD.origin AND c.size < OLD.size
                    AND date_trunc('hour', c.at) = date_trunc('hour', OLD.at))
    THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER audit_append_only ON audit_checkpoint;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_only_sequencer BEFORE DELETE ON audit_checkpoint FOR EACH STATEMENT
    WHEN (NOT pg_has_role(current_user, 'audit_sequencer', 'MEMBER')) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_only_thin BEFORE DELETE ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION audit_only_thin();
ALTER TABLE audit_checkpoint ENABLE ALWAYS TRIGGER audit_append_only;
ALTER TABLE audit_checkpoint ENABLE ALWAYS TRIGGER audit_only_sequencer;
ALTER TABLE audit_checkpoint ENABLE ALWAYS TRIGGER audit_only_thin;
GRANT DELETE ON audit_checkpoint TO audit_sequencer;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_retention")]
    operations = [migrations.RunSQL(part) for part in (TABLE, OPENING, WHOLE, SAID, THINNING)]
