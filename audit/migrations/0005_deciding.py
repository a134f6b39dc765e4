"""Who decides about a recipient has an officer's key open, and another one than who asked; only the web may say so.

And an epoch is opened by its first entry, and by no other.
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

KEYS = """
-- The officer's key that was open when it was asked, and when it was decided. The command asks without one.
ALTER TABLE audit_recipient_request
    ADD COLUMN asker_key bytea CHECK (octet_length(asker_key) = 32),
    ADD COLUMN decider_key bytea CHECK (octet_length(decider_key) = 32),
    ADD CONSTRAINT audit_two_keys CHECK (decider_key <> asker_key);
GRANT INSERT (asker_key) ON audit_recipient_request TO audit_writer;
"""

DECIDING = """
DROP FUNCTION audit_decide(uuid, uuid, boolean);

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
            ON CONFLICT (key_id) DO UPDATE SET until = NULL, since = now(), label = excluded.label;
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

OPENING = """
ALTER TABLE audit_entry ADD CONSTRAINT audit_entry_opens_at_zero CHECK ((get_byte(header, 4) = 2) = (counter = 0));
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_closing")]
    operations = [migrations.RunSQL(ROLE), migrations.RunSQL(KEYS + DECIDING), migrations.RunSQL(OPENING)]
