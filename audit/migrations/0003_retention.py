"""Tag keys and erasures; and the only change the log allows: emptying, by the role of retention, after an entry says so."""

from django.db import migrations

TABLES = """
CREATE TABLE audit_tag_key (
    period      date PRIMARY KEY CHECK (period = date_trunc('month', period)::date),
    record      bytea,
    signature   bytea NOT NULL CHECK (octet_length(signature) = 64),
    held        bytea,
    at          timestamptz NOT NULL DEFAULT now()
);

-- What was allowed to be emptied, and the entry that says so.
CREATE TABLE audit_erasure (
    id          uuid PRIMARY KEY,
    what        varchar(10) NOT NULL CHECK (what IN ('payloads', 'epochs', 'tag_keys')),
    kind        smallint,
    case_tag    bytea CHECK (octet_length(case_tag) = 16),
    before      timestamptz NOT NULL,
    epoch_id    uuid NOT NULL,
    counter     bigint NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (epoch_id, counter) REFERENCES audit_entry
);
"""

# Digests of epochs (kind 2), closes (3), erasures (4, 5) and restores (6) are needed to check the log: they stay.
EMPTYING = """
CREATE FUNCTION audit_header_ms(header bytea) RETURNS bigint LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS
$$ SELECT ('x' || encode(substr(header, 9, 8), 'hex'))::bit(64)::bigint $$;

CREATE FUNCTION audit_only_empty() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF pg_has_role(current_user, 'audit_retention', 'MEMBER') AND TG_TABLE_NAME = 'audit_entry' THEN
        IF OLD.payload IS NOT NULL AND NEW.payload IS NULL
            AND (NEW.epoch_id, NEW.counter, NEW.header, NEW.at, NEW.xid)
                IS NOT DISTINCT FROM (OLD.epoch_id, OLD.counter, OLD.header, OLD.at, OLD.xid)
            AND get_byte(OLD.header, 4) IN (1, 7)
            AND EXISTS (
                SELECT FROM audit_erasure e WHERE e.what = 'payloads'
                AND (e.kind IS NULL OR e.kind = get_byte(OLD.header, 4))
                AND (e.case_tag IS NULL OR e.case_tag = substr(OLD.header, 49, 16))
                AND audit_header_ms(OLD.header) < extract(epoch FROM e.before) * 1000)
        THEN RETURN NEW; END IF;
    ELSIF pg_has_role(current_user, 'audit_retention', 'MEMBER') AND TG_TABLE_NAME = 'audit_epoch' THEN
        IF OLD.record IS NOT NULL AND NEW.record IS NULL
            AND (NEW.id, NEW.signature, NEW.at) IS NOT DISTINCT FROM (OLD.id, OLD.signature, OLD.at)
            AND EXISTS (SELECT FROM audit_erasure e WHERE e.what = 'epochs' AND OLD.at < e.before)
            AND NOT EXISTS (SELECT FROM audit_entry n WHERE n.epoch_id = OLD.id AND n.payload IS NOT NULL
                            AND get_byte(n.header, 4) IN (1, 7))
        THEN RETURN NEW; END IF;
    ELSIF pg_has_role(current_user, 'audit_retention', 'MEMBER') AND TG_TABLE_NAME = 'audit_tag_key' THEN
        IF (NEW.period, NEW.signature, NEW.at) IS NOT DISTINCT FROM (OLD.period, OLD.signature, OLD.at)
            AND (NEW.held IS NULL AND OLD.period < date_trunc('month', now() AT TIME ZONE 'UTC')::date)
            AND (NEW.record IS NOT DISTINCT FROM OLD.record OR (NEW.record IS NULL AND EXISTS (
                SELECT FROM audit_erasure e WHERE e.what = 'tag_keys' AND OLD.period + interval '1 month' <= e.before)))
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER audit_append_only ON audit_entry;
DROP TRIGGER audit_append_only ON audit_epoch;
ALTER TABLE audit_epoch ALTER COLUMN record DROP NOT NULL;
"""

GUARDED = ("audit_entry", "audit_epoch", "audit_tag_key")
TRIGGERS = "".join(
    f"""
CREATE TRIGGER audit_append_only BEFORE DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_only_retention BEFORE UPDATE ON {table} FOR EACH STATEMENT
    WHEN (NOT pg_has_role(current_user, 'audit_retention', 'MEMBER')) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_only_empty BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_only_empty();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_append_only;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_only_retention;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_only_empty;
"""
    for table in GUARDED
) + "".join(
    f"""
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_append_only;
"""
    for table in ("audit_erasure",)
)

RIGHTS = """
REVOKE ALL ON audit_tag_key, audit_erasure FROM PUBLIC;
GRANT SELECT ON audit_tag_key, audit_erasure TO audit_sequencer;
GRANT SELECT ON audit_tag_key, audit_erasure TO audit_reader;

GRANT SELECT (period, held), INSERT (period, record, signature, held) ON audit_tag_key TO audit_writer;

GRANT SELECT ON audit_entry, audit_epoch, audit_erasure, audit_tag_key, audit_leaf TO audit_retention;
GRANT UPDATE (payload) ON audit_entry TO audit_retention;
GRANT UPDATE (record) ON audit_epoch TO audit_retention;
GRANT UPDATE (record, held) ON audit_tag_key TO audit_retention;
GRANT INSERT (id, what, kind, case_tag, before, epoch_id, counter) ON audit_erasure TO audit_retention;

CREATE POLICY audit_retain ON audit_entry FOR SELECT TO audit_retention USING (true);
CREATE POLICY audit_retain ON audit_epoch FOR SELECT TO audit_retention USING (true);
CREATE POLICY audit_empty ON audit_entry FOR UPDATE TO audit_retention USING (true) WITH CHECK (true);
CREATE POLICY audit_empty ON audit_epoch FOR UPDATE TO audit_retention USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_proof")]
    operations = [migrations.RunSQL(TABLES + EMPTYING + TRIGGERS + RIGHTS)]
