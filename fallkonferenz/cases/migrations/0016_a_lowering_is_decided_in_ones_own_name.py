"""Who decides on a lowering belongs to the institution in whose name it is decided."""

from django.db import migrations

from fallkonferenz.database import sql

# The policy binds the institution alone: without this the person beside it could be anybody.
OF_THE_INSTITUTION = """
CREATE FUNCTION lowering_decided_by_its_own() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.institutions_person decided
        WHERE decided.id = NEW.decided_by_id AND decided.institution_id = NEW.decided_institution_id
    ) THEN
        RAISE EXCEPTION 'a lowering is decided in the name of one''s own institution' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lowering_decided_by_its_own BEFORE INSERT OR UPDATE OF decided_institution_id, decided_by_id ON cases_lowering
    FOR EACH ROW WHEN (NEW.decided_institution_id IS NOT NULL OR NEW.decided_by_id IS NOT NULL)
    EXECUTE FUNCTION lowering_decided_by_its_own();
ALTER TABLE cases_lowering ENABLE ALWAYS TRIGGER lowering_decided_by_its_own;
"""
OF_ANYBODY = """
DROP TRIGGER lowering_decided_by_its_own ON cases_lowering;
DROP FUNCTION lowering_decided_by_its_own();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_firearms_asked_at_the_flag")]

    operations = [sql(OF_THE_INSTITUTION, OF_ANYBODY)]
