"""Keys of old epochs wrapped anew, and requests for who can read; who decides has an officer's key open, another than who asked.

Only the web may decide: the group role ``audit_decider`` has one member.
"""

from django.db import migrations

ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'audit_decider') THEN
        RAISE EXCEPTION 'the role audit_decider is missing: run database_roles first';
    END IF;
END $$;
"""

TABLES = """
-- Keys of old epochs, wrapped anew by an officer for one who came later. Only the owner loads them: one that is wrong
-- stays for good, and opens nothing.
CREATE TABLE audit_rewrap (
    epoch_id    uuid NOT NULL REFERENCES audit_epoch,
    key_id      bytea NOT NULL REFERENCES audit_recipient,
    wrapped     bytea NOT NULL CHECK (octet_length(wrapped) = 1168),
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (epoch_id, key_id)
);

-- asker_key, decider_key: the officer's key that was open then. The command asks without one.
CREATE TABLE audit_recipient_request (
    id          uuid PRIMARY KEY,
    act         varchar(4) NOT NULL CHECK (act IN ('add', 'drop')),
    key_id      bytea NOT NULL,
    role        varchar(10) NOT NULL CHECK (role IN ('officer', 'recovery')),
    label       varchar(100) NOT NULL,
    public_key  bytea NOT NULL CHECK (octet_length(public_key) = 1216 AND key_id = sha256(public_key)),
    asked_by    uuid NOT NULL,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    asker_key   bytea CHECK (octet_length(asker_key) = 32),
    decided_by  uuid,
    decided_at  timestamptz,
    decider_key bytea CHECK (octet_length(decider_key) = 32),
    approved    boolean,
    CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (approved IS NULL)),
    CHECK (decided_by <> asked_by),
    CONSTRAINT audit_two_keys CHECK (decider_key <> asker_key)
);
CREATE UNIQUE INDEX audit_one_open_request ON audit_recipient_request (key_id, act) WHERE decided_by IS NULL;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_rewrap
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_rewrap ENABLE ALWAYS TRIGGER audit_append_only;

REVOKE ALL ON audit_rewrap, audit_recipient_request FROM PUBLIC;
GRANT SELECT ON audit_rewrap TO audit_sequencer;
GRANT SELECT ON audit_rewrap, audit_recipient_request TO audit_reader;
GRANT SELECT, INSERT (id, act, key_id, role, label, public_key, asked_by, asker_key)
    ON audit_recipient_request TO audit_writer;
"""

DECIDING = """
CREATE FUNCTION audit_decide(request uuid, decider uuid, opened bytea, approve boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE wanted audit_recipient_request;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_recipient'));
    UPDATE audit_recipient_request
        SET decided_by = decider, decided_at = now(), decider_key = opened, approved = approve
        WHERE id = request AND decided_by IS NULL RETURNING * INTO wanted;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no open request %', request USING ERRCODE = 'no_data_found';
    END IF;
    IF NOT EXISTS (SELECT FROM audit_recipient r WHERE r.key_id = opened AND r.role = 'officer'
                   AND r.since <= wanted.asked_at AND (r.until IS NULL OR r.until > now())) THEN
        RAISE EXCEPTION 'no officer could read with this key when it was asked' USING ERRCODE = 'check_violation';
    END IF;
    IF approve AND wanted.asker_key IS NULL AND wanted.asked_by <> '00000000-0000-0000-0000-000000000000' THEN
        RAISE EXCEPTION 'this was asked without a key' USING ERRCODE = 'check_violation';
    END IF;
    IF approve AND wanted.act = 'add' THEN
        INSERT INTO audit_recipient (key_id, role, label, public_key)
            VALUES (wanted.key_id, wanted.role, wanted.label, wanted.public_key)
            ON CONFLICT (key_id) DO UPDATE SET until = NULL, since = now(), role = excluded.role, label = excluded.label;
    ELSIF approve THEN
        UPDATE audit_recipient SET until = now() WHERE key_id = wanted.key_id AND (until IS NULL OR until > now());
        IF FOUND AND (
            SELECT count(*) FILTER (WHERE role = 'officer') < 2 OR count(*) FILTER (WHERE role = 'recovery') < 1
            FROM audit_recipient WHERE since <= now() AND (until IS NULL OR until > now())
        ) THEN
            RAISE EXCEPTION 'two officers and a recovery key stay' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
END $$;

REVOKE ALL ON FUNCTION audit_decide(uuid, uuid, bytea, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_decide(uuid, uuid, bytea, boolean) TO audit_decider;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_closing")]
    operations = [migrations.RunSQL(ROLE), migrations.RunSQL(TABLES + DECIDING)]
