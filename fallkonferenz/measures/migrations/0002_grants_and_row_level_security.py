"""A measure is shown to whom it obliges, and to who may read measures and every section it reveals."""

from django.db import migrations

from fallkonferenz.cases import policies
from fallkonferenz.database import grants, sql

OBLIGES = f"""(
    measures_measure.responsible_id = {policies.INSTITUTION} OR EXISTS (
        SELECT 1 FROM measures_contribution k
        WHERE k.measure_id = measures_measure.id AND k.institution_id = {policies.INSTITUTION}
    )
)"""

READS_ALL = f"""(
    {policies.holds("measures_measure.case_id", "'view_measures'")} AND NOT EXISTS (
        SELECT 1 FROM measures_reveal s WHERE s.measure_id = measures_measure.id
        AND NOT {policies.holds("measures_measure.case_id", "'view_' || s.section")}
    )
)"""

MEASURE = f"""
ALTER TABLE measures_measure ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures_measure FORCE ROW LEVEL SECURITY;
CREATE POLICY measure_seen ON measures_measure FOR SELECT TO fk_web
    USING ({policies.live("measures_measure.case_id")} AND ({OBLIGES} OR {READS_ALL}));
CREATE POLICY measure_made ON measures_measure FOR INSERT TO fk_web
    WITH CHECK ({policies.live("measures_measure.case_id")});
CREATE POLICY measure_changed ON measures_measure FOR UPDATE TO fk_web
    USING ({policies.live("measures_measure.case_id")} AND ({OBLIGES} OR {READS_ALL}))
    WITH CHECK ({policies.live("measures_measure.case_id")});
CREATE POLICY measure_watched ON measures_measure FOR SELECT TO fk_worker USING (true);
CREATE POLICY measure_announced ON measures_measure FOR UPDATE TO fk_worker USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial"), ("cases", "0004_row_level_security")]

    operations = [
        grants(
            "measures_measure",
            web="SELECT, INSERT, UPDATE",
            worker="SELECT (id, case_id, responsible_id, due_at, state, announced_at, overdue_announced_at), "
            "UPDATE (announced_at, overdue_announced_at)",
        ),
        grants("measures_contribution", web="SELECT, INSERT, DELETE", worker="SELECT"),
        grants("measures_reveal", web="SELECT, INSERT", worker="SELECT"),
        grants("measures_question", web="SELECT, INSERT"),
        sql(MEASURE),
    ]
