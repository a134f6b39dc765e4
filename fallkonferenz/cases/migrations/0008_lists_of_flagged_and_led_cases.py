"""The lists of cases that an institution flagged or leads walk an index of their own, as the whole list does.

Who leads is copied from the case, like its state: asked of the case, it would be asked for each case in turn.
"""

from django.db import migrations, models

from fallkonferenz.database import sql

COPY = """
CREATE FUNCTION case_lead_to_participations() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.cases_participation SET leads = NOT leads
    WHERE case_id = NEW.id AND leads <> (institution_id IS NOT DISTINCT FROM NEW.lead_id);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION case_lead_to_participations() FROM PUBLIC;
CREATE TRIGGER case_lead_to_participations AFTER UPDATE OF lead_id ON cases_case
    FOR EACH ROW WHEN (OLD.lead_id IS DISTINCT FROM NEW.lead_id)
    EXECUTE FUNCTION case_lead_to_participations();
"""
# Some institutions flag or lead much: without this the planner expects few rows of them, and sorts them all for a page.
TOGETHER = "CREATE STATISTICS part_own (mcv) ON institution_id, flagging, leads FROM cases_participation"
# The owner is bound by the policies of cases, which show it none.
CATCH_UP = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
UPDATE cases_participation p SET leads = true FROM cases_case c WHERE c.id = p.case_id AND c.lead_id = p.institution_id;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
"""


def _list(name: str, column: str) -> migrations.AddIndex:
    order = (models.F("sort_at").desc(), models.F("case").desc())
    return migrations.AddIndex(
        "participation", models.Index("institution", *order, name=name, condition=models.Q(**{column: True}))
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_officers_read_codes")]

    operations = [
        migrations.AddField("participation", "leads", models.BooleanField(default=False)),
        _list("part_flagged", "flagging"),
        _list("part_led", "leads"),
        sql(
            COPY,
            "DROP TRIGGER case_lead_to_participations ON cases_case; DROP FUNCTION case_lead_to_participations();",
        ),
        sql(CATCH_UP),
        sql(TOGETHER, "DROP STATISTICS part_own"),
    ]
