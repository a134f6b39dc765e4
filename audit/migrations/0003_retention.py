"""Tag keys, keys wrapped anew, requests for recipients, erasures; and the only change the log allows: emptying.

Only the role of retention empties, and only after an entry says so. A key is loaded when somebody else approves it.
"""

from django.db import migrations

TABLES = """
CREATE TABLE audit_tag_key (
    period      date PRIMARY KEY CHECK (period = date_trunc('month', period)::date),
    record      bytea,
    signature   bytea NOT NULL CHECK (octet_length(signature) = 64),
    held        bytea,
    at          timestamptz NOT NULL DEFAULT now()
);

-- Keys of old epochs, wrapped anew by an officer for one who came later.
CREATE TABLE audit_rewrap (
    epoch_id    uuid NOT NULL REFERENCES audit_epoch,
    key_id      bytea NOT NULL REFERENCES audit_recipient,
    wrapped     bytea NOT NULL CHECK (octet_length(wrapped) = 1168),
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (epoch_id, key_id)
);

CREATE TABLE audit_recipient_request (
    id          uuid PRIMARY KEY,
    act         varchar(4) NOT NULL CHECK (act IN ('add', 'drop')),
    key_id      bytea NOT NULL,
    role        varchar(10) NOT NULL CHECK (role IN ('officer', 'recovery')),
    label       varchar(100) NOT NULL,
    public_key  bytea NOT NULL CHECK (octet_length(public_key) = 1216 AND key_id = sha256(public_key)),
    asked_by    uuid NOT NULL,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    decided_by  uuid,
    decided_at  timestamptz,
    approved    boolean,
    CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (approved IS NULL)),
    CHECK (decided_by <> asked_by)
);
CREATE UNIQUE INDEX audit_one_open_request ON audit_recipient_request (key_id, act) WHERE decided_by IS NULL;

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
    for table in ("audit_rewrap", "audit_erasure")
)

DECIDING = """
CREATE FUNCTION audit_decide(request uuid, decider uuid, approve boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE wanted audit_recipient_request;
BEGIN
    UPDATE audit_recipient_request SET decided_by = decider, decided_at = now(), approved = approve
        WHERE id = request AND decided_by IS NULL RETURNING * INTO wanted;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no open request %', request USING ERRCODE = 'no_data_found';
    END IF;
    IF approve AND wanted.act = 'add' THEN
        INSERT INTO audit_recipient (key_id, role, label, public_key)
            VALUES (wanted.key_id, wanted.role, wanted.label, wanted.public_key)
            ON CONFLICT (key_id) DO UPDATE SET until = NULL, since = now(), label = excluded.label;
    ELSIF approve THEN
        UPDATE audit_recipient SET until = now() WHERE key_id = wanted.key_id AND (until IS NULL OR until > now());
    END IF;
END $$;

REVOKE ALL ON FUNCTION audit_decide(uuid, uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_decide(uuid, uuid, boolean) TO audit_writer;
"""

RIGHTS = """
REVOKE ALL ON audit_tag_key, audit_rewrap, audit_recipient_request, audit_erasure FROM PUBLIC;
GRANT SELECT ON audit_tag_key, audit_rewrap, audit_erasure TO audit_sequencer;
GRANT SELECT ON audit_tag_key, audit_rewrap, audit_recipient_request, audit_erasure TO audit_reader;

GRANT SELECT (period, held), INSERT (period, record, signature, held) ON audit_tag_key TO audit_writer;
GRANT INSERT (epoch_id, key_id, wrapped) ON audit_rewrap TO audit_writer;
GRANT SELECT, INSERT (id, act, key_id, role, label, public_key, asked_by) ON audit_recipient_request TO audit_writer;

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
    operations = [migrations.RunSQL(TABLES + EMPTYING + TRIGGERS + DECIDING + RIGHTS)]
