"""The board walks an index: what obliges an institution stands in one row each, in the order of the board.

Asked of the measures themselves, all of an institution's had to be looked at for each page, every one of them twice
through the policies. Triggers keep the rows: with each measure, contribution and participation, and for good.
"""

from django.db import migrations, models

from fallkonferenz.cases import policies
from fallkonferenz.database import grants, sql

UNSETTLED = models.Q(state__in=("proposed", "agreed", "accepted", "refused"))
BY_DUE = ("institution", "due_at", "measure")
BY_STATE = ("institution", "state", "due_at", "measure")
REST = ("case", "responsible", "state")

# Whoever writes a measure may not see it; the owner sees all for as long as it copies.
KEPT = f"""
ALTER TABLE measures_duty ADD CONSTRAINT duty_needs_participation
    FOREIGN KEY (institution_id, case_id) REFERENCES cases_participation (institution_id, case_id) ON DELETE CASCADE;
ALTER TABLE measures_duty ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures_duty FORCE ROW LEVEL SECURITY;
CREATE POLICY duty_own ON measures_duty FOR SELECT TO fk_web
    USING (institution_id = {policies.INSTITUTION} AND {policies.live("measures_duty.case_id")});
CREATE POLICY duty_kept ON measures_duty TO fk_owner USING (current_setting('app.duties', true) = 'on');
CREATE POLICY measure_listed ON measures_measure FOR SELECT TO fk_owner
    USING (current_setting('app.duties', true) = 'on');

CREATE VIEW measures_obliged AS
    SELECT p.institution_id, m.case_id, m.id AS measure_id, m.responsible_id, m.state, m.due_at
    FROM measures_measure m JOIN cases_participation p ON p.case_id = m.case_id
    WHERE p.institution_id = m.responsible_id OR EXISTS (
        SELECT 1 FROM measures_contribution k WHERE k.measure_id = m.id AND k.institution_id = p.institution_id
    );

CREATE FUNCTION list_duties(of_measure uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.duties', 'on', true);
    DELETE FROM public.measures_duty WHERE measure_id = of_measure;
    INSERT INTO public.measures_duty (institution_id, case_id, measure_id, responsible_id, state, due_at)
        SELECT * FROM public.measures_obliged WHERE measure_id = of_measure;
    PERFORM set_config('app.duties', '', true);
END $$;

CREATE FUNCTION measure_to_duties() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM public.list_duties(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION contribution_to_duties() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM public.list_duties(coalesce(NEW.measure_id, OLD.measure_id));
    RETURN NULL;
END $$;

CREATE FUNCTION participations_to_duties() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.duties', 'on', true);
    INSERT INTO public.measures_duty (institution_id, case_id, measure_id, responsible_id, state, due_at)
        SELECT o.* FROM public.measures_obliged o JOIN made USING (institution_id, case_id)
        ON CONFLICT DO NOTHING;
    PERFORM set_config('app.duties', '', true);
    RETURN NULL;
END $$;

-- Once more at the end of the transaction, when it holds the case: a measure may have moved meanwhile, by somebody who
-- did not see this participation yet.
CREATE FUNCTION participation_to_duties() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.duties', 'on', true);
    DELETE FROM public.measures_duty WHERE institution_id = NEW.institution_id AND case_id = NEW.case_id;
    INSERT INTO public.measures_duty (institution_id, case_id, measure_id, responsible_id, state, due_at)
        SELECT * FROM public.measures_obliged WHERE institution_id = NEW.institution_id AND case_id = NEW.case_id;
    PERFORM set_config('app.duties', '', true);
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION list_duties(uuid), measure_to_duties(), contribution_to_duties(), participations_to_duties(),
    participation_to_duties() FROM PUBLIC;
CREATE TRIGGER measure_to_duties AFTER INSERT OR UPDATE OF state, due_at, responsible_id ON measures_measure
    FOR EACH ROW EXECUTE FUNCTION measure_to_duties();
CREATE TRIGGER contribution_to_duties AFTER INSERT OR DELETE ON measures_contribution
    FOR EACH ROW EXECUTE FUNCTION contribution_to_duties();
CREATE TRIGGER participations_to_duties AFTER INSERT ON cases_participation
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION participations_to_duties();
CREATE CONSTRAINT TRIGGER participation_to_duties AFTER INSERT ON cases_participation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION participation_to_duties();
"""
FORGOTTEN = """
DROP TRIGGER measure_to_duties ON measures_measure;
DROP TRIGGER contribution_to_duties ON measures_contribution;
DROP TRIGGER participations_to_duties ON cases_participation;
DROP TRIGGER participation_to_duties ON cases_participation;
DROP FUNCTION participation_to_duties(), participations_to_duties(), contribution_to_duties(), measure_to_duties(),
    list_duties(uuid);
DROP VIEW measures_obliged;
DROP POLICY measure_listed ON measures_measure;
"""
CATCH_UP = """
SELECT set_config('app.duties', 'on', true);
INSERT INTO measures_duty (institution_id, case_id, measure_id, responsible_id, state, due_at)
    SELECT * FROM measures_obliged;
SELECT set_config('app.duties', '', true);
"""


def _to(model: str, **more: bool) -> models.ForeignKey:
    return models.ForeignKey(model, models.PROTECT, related_name="+", **more)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_typed_in_the_name_of_who_told"),
        ("institutions", "0007_carrier"),
        ("measures", "0004_a_measure_stays_in_its_case"),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("institution", _to("institutions.institution", db_index=False, db_constraint=False)),
                ("case", _to("cases.case", db_index=False, db_constraint=False)),
                ("measure", models.ForeignKey("measures.measure", models.CASCADE, related_name="duties")),
                ("responsible", _to("institutions.institution", db_index=False)),
                ("state", models.CharField(max_length=50)),
                ("due_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("institution", "case", "measure"), name="duty_once")],
                "indexes": [
                    models.Index(fields=BY_DUE, include=REST, name="duty_unsettled", condition=UNSETTLED),
                    models.Index(fields=BY_DUE, include=REST, name="duty_settled", condition=~UNSETTLED),
                    models.Index(fields=BY_STATE, include=("case", "responsible"), name="duty_in_state"),
                ],
            },
        ),
        grants("measures_duty", web="SELECT"),
        sql(KEPT, FORGOTTEN),
        sql(CATCH_UP),
    ]
