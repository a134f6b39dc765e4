"""The second lock lets a measure be changed by whom it obliges; into another case, with other readers, it never moves."""

from django.db import migrations

from fallkonferenz.database import sql

STAYS = """
CREATE FUNCTION measure_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.case_id <> OLD.case_id THEN
        RAISE EXCEPTION 'a measure stays in its case' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION measure_stays() FROM PUBLIC;
CREATE TRIGGER measure_stays BEFORE UPDATE OF case_id ON measures_measure
    FOR EACH ROW EXECUTE FUNCTION measure_stays();
ALTER TABLE measures_measure ENABLE ALWAYS TRIGGER measure_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0003_figures")]

    operations = [sql(STAYS, "DROP TRIGGER measure_stays ON measures_measure; DROP FUNCTION measure_stays();")]
