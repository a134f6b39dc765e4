"""Who decides on a lowering is of another carrier than who asks, and another human being."""

from django.db import migrations

from fallkonferenz.database import sql

# A CHECK sees one row alone; who is decided with stands in two other tables.
APART = """
CREATE FUNCTION lowering_decided_apart() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM public.institutions_institution asked, public.institutions_institution decided
        WHERE asked.group_id = NEW.institution_id AND decided.group_id = NEW.decided_institution_id
          AND asked.carrier_key <> '' AND asked.carrier_key = decided.carrier_key
    ) OR EXISTS (
        SELECT 1 FROM public.institutions_person asked, public.institutions_person decided
        WHERE asked.id = NEW.author_id AND decided.id = NEW.decided_by_id
          AND (asked.name_key = decided.name_key OR lower(asked.email) = lower(decided.email))
    ) THEN
        RAISE EXCEPTION 'a lowering is decided by another carrier and another human' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lowering_decided_apart BEFORE INSERT OR UPDATE OF institution_id, author_id, decided_institution_id, decided_by_id ON cases_lowering
    FOR EACH ROW WHEN (NEW.decided_institution_id IS NOT NULL) EXECUTE FUNCTION lowering_decided_apart();
ALTER TABLE cases_lowering ENABLE ALWAYS TRIGGER lowering_decided_apart;
"""
TOGETHER = """
DROP TRIGGER lowering_decided_apart ON cases_lowering;
DROP FUNCTION lowering_decided_apart();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_shortened_rhythm"), ("institutions", "0007_carrier")]

    operations = [sql(APART, TOGETHER)]
