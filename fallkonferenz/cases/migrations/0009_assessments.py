"""Assessments are begun, judged and completed; answers have a lock of their own; the level falls by two alone.

An open assessment is its institution's own. A completed one is never changed, by whomever. The machine of the case asks
assessments whoever acts, so that independence (``access/seen.py``) is no affair of this lock.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fallkonferenz.clock
import fallkonferenz.vault.fields
from fallkonferenz.cases.policies import INSTITUTION, holds, live
from fallkonferenz.database import grants, sql

# The owner is bound by the policies of assessments, which show it none. Until now each was complete as it was written.
COMPLETE = """
ALTER TABLE cases_assessment NO FORCE ROW LEVEL SECURITY;
UPDATE cases_assessment
SET begun_at = at, judged_at = at, completed_at = at, judgement_level = level;
ALTER TABLE cases_assessment FORCE ROW LEVEL SECURITY;
"""


def own(table: str) -> str:
    return f"{table}.institution_id = {INSTITUTION}"


def writes(table: str, section: str = "risk") -> str:
    """In one's own name, in a case one takes part in, where one may write."""
    case, right = f"{table}.case_id", f"'contribute_{section}'"
    return f"{live(case)} AND {own(table)} AND {holds(case, right)}"


def discards(table: str) -> str:
    """Whoever may not write any more can still take back what was begun: it hides from them what others found."""
    return f"{live(f'{table}.case_id')} AND {own(table)}"


def views(table: str, section: str = "risk") -> str:
    return holds(f"{table}.case_id", f"'view_{section}'")


def locked(table: str) -> str:
    return f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"


ASSESSMENT = f"""
DROP POLICY cases_assessment_seen ON cases_assessment;
CREATE POLICY cases_assessment_seen ON cases_assessment FOR SELECT TO fk_web USING (
    {live("cases_assessment.case_id")} AND (
        {own("cases_assessment")} OR (cases_assessment.completed_at IS NOT NULL AND {views("cases_assessment")})
    )
);
CREATE POLICY cases_assessment_continued ON cases_assessment FOR UPDATE TO fk_web
    USING ({writes("cases_assessment")} AND cases_assessment.completed_at IS NULL)
    WITH CHECK ({writes("cases_assessment")});
CREATE POLICY cases_assessment_discarded ON cases_assessment FOR DELETE TO fk_web
    USING ({discards("cases_assessment")} AND cases_assessment.completed_at IS NULL);
"""
BEFORE = f"""
DROP POLICY cases_assessment_continued ON cases_assessment;
DROP POLICY cases_assessment_discarded ON cases_assessment;
DROP POLICY cases_assessment_seen ON cases_assessment;
CREATE POLICY cases_assessment_seen ON cases_assessment FOR SELECT TO fk_web USING (
    {live("cases_assessment.case_id")} AND ({own("cases_assessment")} OR {views("cases_assessment")})
);
"""


def part(table: str, section: str, parent: str, column: str) -> str:
    """A part of an assessment: read like it, where its section may be read; written as long as it is open."""
    visible = f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column})"
    same = f"p.case_id = {table}.case_id AND p.institution_id = {table}.institution_id"
    of_own = f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column} AND {same})"
    return f"""
{locked(table)}
CREATE POLICY {table}_seen ON {table} FOR SELECT TO fk_web USING (
    {live(f"{table}.case_id")} AND ({own(table)} OR ({views(table, section)} AND {visible}))
);
CREATE POLICY {table}_written ON {table} FOR INSERT TO fk_web WITH CHECK ({writes(table, section)} AND {of_own});
CREATE POLICY {table}_continued ON {table} FOR UPDATE TO fk_web
    USING ({writes(table, section)}) WITH CHECK ({writes(table, section)} AND {of_own});
CREATE POLICY {table}_discarded ON {table} FOR DELETE TO fk_web USING ({discards(table)});
"""


# Who may not see the assessment finds none here, and is refused as well.
STAYS = """
CREATE FUNCTION assessment_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.completed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a completed assessment is never changed' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.case_id <> OLD.case_id OR NEW.institution_id <> OLD.institution_id THEN
        RAISE EXCEPTION 'an assessment stays in its case' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_stays BEFORE UPDATE OR DELETE ON cases_assessment
    FOR EACH ROW EXECUTE FUNCTION assessment_stays();
ALTER TABLE cases_assessment ENABLE ALWAYS TRIGGER assessment_stays;

CREATE FUNCTION assessment_part_stays() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    part jsonb := to_jsonb(CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END);
    whole uuid := part->>'assessment_id';
BEGIN
    IF whole IS NULL THEN
        SELECT i.assessment_id INTO whole FROM public.cases_assessmentinstrument i
        WHERE i.id = (part->>'instrument_id')::uuid;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM public.cases_assessment a WHERE a.id = whole AND a.completed_at IS NULL) THEN
        RAISE EXCEPTION 'a completed assessment is never changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_stays BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION assessment_part_stays();
"""
    for table in ("cases_hearing", "cases_assessmentinstrument", "cases_itemanswers")
)
STAYS_NO_MORE = """
DROP TRIGGER assessment_stays ON cases_assessment;
DROP FUNCTION assessment_stays();
DROP TRIGGER cases_hearing_stays ON cases_hearing;
DROP TRIGGER cases_assessmentinstrument_stays ON cases_assessmentinstrument;
DROP TRIGGER cases_itemanswers_stays ON cases_itemanswers;
DROP FUNCTION assessment_part_stays();
"""

LOWERING = f"""
{locked("cases_lowering")}
CREATE POLICY cases_lowering_seen ON cases_lowering FOR SELECT TO fk_web USING (
    {live("cases_lowering.case_id")} AND ({own("cases_lowering")} OR {views("cases_lowering")})
);
CREATE POLICY cases_lowering_asked ON cases_lowering FOR INSERT TO fk_web
    WITH CHECK ({writes("cases_lowering")} AND cases_lowering.outcome = 'asked');
CREATE POLICY cases_lowering_decided ON cases_lowering FOR UPDATE TO fk_web
    USING ({live("cases_lowering.case_id")} AND {holds("cases_lowering.case_id", "'contribute_risk'")})
    WITH CHECK (
        cases_lowering.decided_institution_id IS NULL OR cases_lowering.decided_institution_id = {INSTITUTION}
    );
CREATE POLICY cases_lowering_watched ON cases_lowering FOR SELECT TO fk_worker USING (true);
"""

DISSENT = f"""
{locked("cases_dissent")}
CREATE POLICY cases_dissent_seen ON cases_dissent FOR SELECT TO fk_web USING (
    {live("cases_dissent.case_id")} AND ({own("cases_dissent")} OR {views("cases_dissent")})
);
CREATE POLICY cases_dissent_written ON cases_dissent FOR INSERT TO fk_web WITH CHECK ({writes("cases_dissent")});
CREATE POLICY cases_dissent_watched ON cases_dissent FOR SELECT TO fk_worker USING (true);
"""

# Nothing takes a level back but a lowering that two confirmed, and that once; also not closing a case and taking it up again.
FALLS = """
CREATE FUNCTION level_falls_by_two() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    ranks text[] := ARRAY['', 'not_raised', 'medium', 'high', 'acute'];
BEGIN
    IF array_position(ranks, NEW.level::text) >= array_position(ranks, OLD.level::text) THEN RETURN NEW; END IF;
    UPDATE public.cases_lowering l SET applied_at = statement_timestamp()
    WHERE l.case_id = NEW.id AND l.from_level = OLD.level AND l.to_level = NEW.level
      AND l.outcome = 'confirmed' AND l.applied_at IS NULL AND EXISTS (
        SELECT 1 FROM public.cases_assessment a
        WHERE a.id = l.assessment_id AND a.case_id = l.case_id AND a.institution_id = l.institution_id
          AND a.completed_at IS NOT NULL AND a.judged_at >= COALESCE(OLD.level_since, a.judged_at)
          AND array_position(ranks, a.level::text) <= array_position(ranks, NEW.level::text)
      );
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only a confirmed lowering lowers the level' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER level_falls_by_two BEFORE UPDATE OF level ON cases_case
    FOR EACH ROW WHEN (OLD.level IS DISTINCT FROM NEW.level) EXECUTE FUNCTION level_falls_by_two();
ALTER TABLE cases_case ENABLE ALWAYS TRIGGER level_falls_by_two;

CREATE FUNCTION lowering_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.applied_at IS NOT NULL OR to_jsonb(NEW) - 'applied_at' <> to_jsonb(OLD) - 'applied_at' THEN
        RAISE EXCEPTION 'a lowering is decided once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lowering_stays BEFORE UPDATE ON cases_lowering
    FOR EACH ROW WHEN (OLD.outcome <> 'asked') EXECUTE FUNCTION lowering_stays();
ALTER TABLE cases_lowering ENABLE ALWAYS TRIGGER lowering_stays;
"""
FALLS_NO_MORE = """
DROP TRIGGER level_falls_by_two ON cases_case;
DROP FUNCTION level_falls_by_two();
DROP TRIGGER lowering_stays ON cases_lowering;
DROP FUNCTION lowering_stays();
"""

CONTINUED = (
    "judged_at, completed_at, judgement_level, level, at, reasons, worries, flags, heard, firearms,"
    " firearms_note, author_id"
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_lists_of_flagged_and_led_cases"),
        ("institutions", "0005_worker_reads_no_passphrase"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentInstrument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("instrument", models.CharField(max_length=40, verbose_name="instrument")),
                ("version", models.CharField(max_length=40, verbose_name="version")),
                ("pack_sha256", models.CharField(blank=True, max_length=64)),
                ("norm_set", models.CharField(blank=True, max_length=40)),
                ("result", fallkonferenz.vault.fields.SealedField(null=True, section="risk")),
            ],
            options={
                "ordering": ("instrument",),
            },
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("acute", "acute"),
                            ("high", "high"),
                            ("medium", "medium"),
                            ("not_raised", "currently not raised"),
                        ],
                        max_length=12,
                        verbose_name="risk level",
                    ),
                ),
                ("reasons", fallkonferenz.vault.fields.SealedField(section="risk")),
                ("at", models.DateTimeField(default=fallkonferenz.clock.now)),
            ],
            options={
                "ordering": ("at",),
            },
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_view", fallkonferenz.vault.fields.SealedField(null=True, section="answers")),
                ("why_not_heard", fallkonferenz.vault.fields.SealedField(null=True, section="answers")),
            ],
        ),
        migrations.CreateModel(
            name="ItemAnswers",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("answers", fallkonferenz.vault.fields.SealedField(null=True, section="answers")),
                ("facts", fallkonferenz.vault.fields.SealedField(null=True, section="answers")),
                ("changed_at", models.DateTimeField(default=fallkonferenz.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Lowering",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "from_level",
                    models.CharField(
                        choices=[
                            ("acute", "acute"),
                            ("high", "high"),
                            ("medium", "medium"),
                            ("not_raised", "currently not raised"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_level",
                    models.CharField(
                        choices=[
                            ("acute", "acute"),
                            ("high", "high"),
                            ("medium", "medium"),
                            ("not_raised", "currently not raised"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reasons", fallkonferenz.vault.fields.SealedField(section="risk")),
                ("asked_at", models.DateTimeField(default=fallkonferenz.clock.now)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("confirmed", "confirmed"),
                            ("refused", "refused"),
                            ("void", "void"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("refusal_reasons", fallkonferenz.vault.fields.SealedField(null=True, section="risk")),
                ("applied_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("asked_at",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="assessment",
            name="assessment_level_known",
        ),
        migrations.AddField(
            model_name="assessment",
            name="begun_at",
            field=models.DateTimeField(default=fallkonferenz.clock.now),
        ),
        migrations.AddField(
            model_name="assessment",
            name="completed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assessment",
            name="flags",
            field=fallkonferenz.vault.fields.SealedField(null=True, section="risk"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="heard",
            field=models.BooleanField(null=True, verbose_name="the person at risk was heard"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="independent",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="assessment",
            name="judged_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assessment",
            name="judgement_level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("acute", "acute"),
                    ("high", "high"),
                    ("medium", "medium"),
                    ("not_raised", "currently not raised"),
                ],
                max_length=12,
                verbose_name="own judgement",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="supersedes",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.assessment"
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="worries",
            field=fallkonferenz.vault.fields.SealedField(null=True, section="risk"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="firearms",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")],
                default="",
                max_length=8,
                verbose_name="firearms",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assessment",
            name="firearms_note",
            field=fallkonferenz.vault.fields.SealedField(null=True, section="risk"),
        ),
        migrations.AddField(
            model_name="case",
            name="level_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="reopened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("acute", "acute"),
                    ("high", "high"),
                    ("medium", "medium"),
                    ("not_raised", "currently not raised"),
                ],
                max_length=12,
                verbose_name="risk level",
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="reasons",
            field=fallkonferenz.vault.fields.SealedField(null=True, section="risk"),
        ),
        sql(COMPLETE),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("completed_at", None), ("level", "")),
                    models.Q(("completed_at__isnull", False), ("level__in", ["acute", "high", "medium", "not_raised"])),
                    _connector="OR",
                ),
                name="assessment_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("completed_at", None),
                    models.Q(
                        ("judged_at__isnull", False),
                        ("judgement_level__in", ["acute", "high", "medium", "not_raised"]),
                        ("reasons__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="assessment_judged_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("completed_at", None)), fields=("case", "institution"), name="assessment_open_once"
            ),
        ),
        migrations.AddField(
            model_name="assessmentinstrument",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="instruments", to="cases.assessment"
            ),
        ),
        migrations.AddField(
            model_name="assessmentinstrument",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
        ),
        migrations.AddField(
            model_name="assessmentinstrument",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dissents", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="concerns",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"),
        ),
        migrations.AddField(
            model_name="dissent",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="hearing",
            name="assessment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="hearing", to="cases.assessment"
            ),
        ),
        migrations.AddField(
            model_name="hearing",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
        ),
        migrations.AddField(
            model_name="hearing",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="itemanswers",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
        ),
        migrations.AddField(
            model_name="itemanswers",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="itemanswers",
            name="instrument",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="item_answers",
                to="cases.assessmentinstrument",
            ),
        ),
        migrations.AddField(
            model_name="lowering",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.assessment"
            ),
        ),
        migrations.AddField(
            model_name="lowering",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lowering",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lowerings", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="lowering",
            name="concerns",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"),
        ),
        migrations.AddField(
            model_name="lowering",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lowering",
            name="decided_institution",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="lowering",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentinstrument",
            constraint=models.UniqueConstraint(fields=("assessment", "instrument"), name="instrument_once"),
        ),
        migrations.AddIndex(
            model_name="dissent",
            index=models.Index(fields=["case", "-at"], name="dissent_of_case"),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["acute", "high", "medium", "not_raised"])), name="dissent_level_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="lowering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_level", "acute"), ("to_level__in", ("high", "medium", "not_raised"))),
                    models.Q(("from_level", "high"), ("to_level__in", ("medium", "not_raised"))),
                    models.Q(("from_level", "medium"), ("to_level", "not_raised")),
                    _connector="OR",
                ),
                name="lowering_lowers",
            ),
        ),
        migrations.AddConstraint(
            model_name="lowering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_institution", None),
                    models.Q(("decided_institution", models.F("institution")), _negated=True),
                    _connector="OR",
                ),
                name="lowering_decided_by_others",
            ),
        ),
        migrations.AddConstraint(
            model_name="lowering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ("asked", "void")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_institution__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="lowering_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="lowering",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "asked")), fields=("case",), name="lowering_asked_once"
            ),
        ),
        grants(
            "cases_assessment",
            web=f"DELETE, UPDATE ({CONTINUED})",
            worker="SELECT (completed_at)",
        ),
        grants("cases_hearing", web="SELECT, INSERT, DELETE, UPDATE (person_view, why_not_heard)"),
        grants("cases_assessmentinstrument", web="SELECT, INSERT, DELETE, UPDATE (norm_set, result)"),
        grants("cases_itemanswers", web="SELECT, INSERT, DELETE, UPDATE (answers, facts, changed_at)"),
        grants(
            "cases_lowering",
            web="SELECT, INSERT, UPDATE (outcome, decided_at, decided_by_id, decided_institution_id, refusal_reasons,"
            " applied_at)",
            worker="SELECT (id, case_id, institution_id, concerns_id)",
        ),
        grants("cases_dissent", web="SELECT, INSERT", worker="SELECT (id, case_id, institution_id, concerns_id)"),
        grants("cases_case", worker="SELECT (reopened_at, level_since)"),
        sql(ASSESSMENT, BEFORE),
        sql(part("cases_hearing", "answers", "cases_assessment", "assessment_id")),
        sql(part("cases_assessmentinstrument", "risk", "cases_assessment", "assessment_id")),
        sql(part("cases_itemanswers", "answers", "cases_assessmentinstrument", "instrument_id")),
        sql(STAYS, STAYS_NO_MORE),
        sql(LOWERING),
        sql(DISSENT),
        sql(FALLS, FALLS_NO_MORE),
    ]
