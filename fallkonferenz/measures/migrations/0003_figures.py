"""Counts for the coordinator of a region, who sees no row of any case: the function counts with the owner's eyes.

It takes no argument: whose region is counted follows from who acts, and nobody but a coordinator gets a number.
The setting that opens the rows to the owner ends with the call, or with the rollback; it opens nothing to anybody else.
"""

from django.db import migrations

from fallkonferenz.database import sql

OPENED = "\n".join(
    f"CREATE POLICY {name}_counted ON {table} FOR SELECT TO fk_owner"
    " USING (current_setting('app.figures', true) = 'on');"
    for name, table in (("case", "cases_case"), ("measure", "measures_measure"))
)
CLOSED = "DROP POLICY case_counted ON cases_case; DROP POLICY measure_counted ON measures_measure;"

FIGURES = """
CREATE FUNCTION figures() RETURNS TABLE (what text, name text, number bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.figures', 'on', true);
    RETURN QUERY
    WITH home AS (
        SELECT i.region_id
        FROM public.institutions_person p JOIN public.institutions_institution i ON i.group_id = p.institution_id
        WHERE p.id = NULLIF(current_setting('app.person', true), '')::uuid
          AND p.is_active AND p.role = 'coordinator'
    ), own AS (
        SELECT c.id, c.state FROM public.cases_case c JOIN home USING (region_id)
    )
    SELECT 'cases', own.state::text, count(*) FROM own WHERE own.state <> 'closed' GROUP BY own.state
    UNION ALL
    SELECT 'referrals', i.kind::text, count(*)
    FROM public.cases_referral r JOIN own ON own.id = r.case_id
    JOIN public.institutions_institution i ON i.group_id = r.institution_id GROUP BY i.kind
    UNION ALL
    SELECT 'measures', m.state || CASE WHEN m.state = 'no_capacity' THEN ' ' || m.lack ELSE '' END, count(*)
    FROM public.measures_measure m JOIN own ON own.id = m.case_id
    WHERE m.state NOT IN ('proposed', 'dropped') GROUP BY 2;
    PERFORM set_config('app.figures', '', true);
END $$;
REVOKE ALL ON FUNCTION figures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION figures() TO fk_web;
"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_grants_and_row_level_security"), ("institutions", "0002_grants")]

    operations = [sql(OPENED, CLOSED), sql(FIGURES, "DROP FUNCTION figures();")]
