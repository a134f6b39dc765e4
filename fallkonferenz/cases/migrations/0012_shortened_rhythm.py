"""A region that shortens its rhythm shortens what is running in it: administrators, who see no case, change the region."""

from django.db import migrations

from fallkonferenz.database import sql

# Who changes a region sees none of its cases, so the owner does it, and only while a region changes.
SHORTENED = """
CREATE POLICY cases_reassessment_region_seen ON cases_reassessment FOR SELECT TO fk_owner
    USING (current_setting('app.region_changes', true) = 'yes');
CREATE POLICY cases_reassessment_region_changed ON cases_reassessment FOR UPDATE TO fk_owner
    USING (current_setting('app.region_changes', true) = 'yes');
CREATE FUNCTION region_shortens_rhythm() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.region_changes', 'yes', true);
    UPDATE public.cases_reassessment r
    SET due_at = LEAST(r.due_at, r.made_at + CASE r.level
        WHEN 'high' THEN make_interval(days => NEW.reassess_days_high)
        WHEN 'medium' THEN make_interval(days => NEW.reassess_days_medium)
        WHEN 'not_raised' THEN make_interval(days => NEW.reassess_days_not_raised)
        ELSE make_interval(hours => NEW.reassess_hours_acute) END)
    WHERE r.settled_at IS NULL AND r.because IN ('level', 'flagged') AND EXISTS (
        SELECT 1 FROM public.cases_participation p JOIN public.institutions_institution i ON i.group_id = p.institution_id
        WHERE p.case_id = r.case_id AND i.region_id = NEW.id AND i.kind = 'case_management'
    );
    PERFORM set_config('app.region_changes', '', true);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION region_shortens_rhythm() FROM PUBLIC;
CREATE TRIGGER region_shortens_rhythm
    AFTER UPDATE OF reassess_hours_acute, reassess_days_high, reassess_days_medium, reassess_days_not_raised
    ON institutions_region FOR EACH ROW EXECUTE FUNCTION region_shortens_rhythm();
"""
LONGER_AGAIN = """
DROP TRIGGER region_shortens_rhythm ON institutions_region;
DROP FUNCTION region_shortens_rhythm();
DROP POLICY cases_reassessment_region_changed ON cases_reassessment;
DROP POLICY cases_reassessment_region_seen ON cases_reassessment;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_item_reasons"), ("institutions", "0006_rhythm")]

    operations = [sql(SHORTENED, LONGER_AGAIN)]
