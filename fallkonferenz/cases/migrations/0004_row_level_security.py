"""The second lock: the database shows a case, its entries and assessments only to whom they are open.

EXISTS, never IN; leakproof operators only. Participation and rights hold no content and have no policy: one on
participation that asks participation would recurse.
"""

from django.db import migrations

from fallkonferenz.cases.policies import INSTITUTION, holds, live
from fallkonferenz.database import sql

CASE = f"""
ALTER TABLE cases_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
CREATE POLICY case_seen ON cases_case FOR SELECT TO fk_web USING ({live("cases_case.id")});
CREATE POLICY case_flagged ON cases_case FOR INSERT TO fk_web WITH CHECK (state = 'flagged');
CREATE POLICY case_changed ON cases_case FOR UPDATE TO fk_web
    USING ({live("cases_case.id")}) WITH CHECK ({live("cases_case.id")});
CREATE POLICY case_watched ON cases_case FOR SELECT TO fk_worker USING (true);
"""

# Naming the code of a pair is how a repeat is found: the exact code leads to its case, nothing else does.
NAMING = """
CREATE POLICY case_named ON cases_case FOR SELECT TO fk_owner
    USING (code = NULLIF(current_setting('app.named_code', true), ''));
CREATE FUNCTION case_named(named text)
    RETURNS TABLE (id uuid, region_id uuid, state varchar, state_since timestamptz, last_referral_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.named_code', named, true);
    RETURN QUERY
        SELECT c.id, c.region_id, c.state, c.state_since, c.last_referral_at
        FROM public.cases_case c WHERE c.code = named AND c.frozen_at IS NULL;
    PERFORM set_config('app.named_code', '', true);
END $$;
REVOKE ALL ON FUNCTION case_named(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_named(text) TO fk_web;
"""


def content(table: str, section: str) -> str:
    """One's own institution's rows, and those of a section one may view; written only in one's own name."""
    own = f"{table}.institution_id = {INSTITUTION}"
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_seen ON {table} FOR SELECT TO fk_web USING (
    {live(f"{table}.case_id")} AND ({own} OR {holds(f"{table}.case_id", f"'view_' || {section}")})
);
CREATE POLICY {table}_written ON {table} FOR INSERT TO fk_web WITH CHECK (
    {live(f"{table}.case_id")} AND {own} AND {holds(f"{table}.case_id", f"'contribute_' || {section}")}
);
"""


COMPOSITE = """
ALTER TABLE cases_casegroupright ADD CONSTRAINT right_needs_participation
    FOREIGN KEY (group_id, content_object_id) REFERENCES cases_participation (institution_id, case_id)
    ON DELETE CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_state_steps")]

    operations = [
        sql(CASE),
        sql(NAMING, "DROP FUNCTION case_named(text); DROP POLICY case_named ON cases_case;"),
        sql(content("cases_entry", "cases_entry.section")),
        sql(content("cases_assessment", "'risk'")),
        sql(COMPOSITE, "ALTER TABLE cases_casegroupright DROP CONSTRAINT right_needs_participation"),
    ]
