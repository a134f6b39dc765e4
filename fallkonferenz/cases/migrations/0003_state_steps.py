"""The database itself refuses an illegal step, and copies the state to the list index.

A state never changes by UPDATE alone to one that does not follow; a case begins as flagged.
"""

from django.db import migrations

from fallkonferenz.database import sql

STEPS = """
CREATE FUNCTION case_step_is_legal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'flagged' THEN
            RAISE EXCEPTION 'a case begins as flagged, not as %', NEW.state USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'flagged>assessed', 'flagged>closed',
        'assessed>closed', 'assessed>measures', 'assessed>conference',
        'conference>assessed', 'conference>measures', 'conference>closed',
        'measures>conference', 'measures>closed',
        'closed>flagged'
    ) THEN
        RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_step_is_legal BEFORE INSERT OR UPDATE OF state ON cases_case
    FOR EACH ROW EXECUTE FUNCTION case_step_is_legal();
ALTER TABLE cases_case ENABLE ALWAYS TRIGGER case_step_is_legal;
"""

COPY = """
CREATE FUNCTION case_state_to_participations() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.cases_participation SET state = NEW.state, sort_at = NEW.state_since WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION case_state_to_participations() FROM PUBLIC;
CREATE TRIGGER case_state_to_participations AFTER UPDATE OF state ON cases_case
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION case_state_to_participations();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_grants")]

    operations = [
        sql(
            STEPS,
            "DROP TRIGGER case_step_is_legal ON cases_case; DROP FUNCTION case_step_is_legal();",
        ),
        sql(
            COPY,
            "DROP TRIGGER case_state_to_participations ON cases_case; DROP FUNCTION case_state_to_participations();",
        ),
    ]
