"""When a case is assessed anew becomes rows of its own, and what was answered about firearms is kept at each step."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fallkonferenz.clock
import fallkonferenz.vault.fields
from fallkonferenz.cases.policies import INSTITUTION, holds, live
from fallkonferenz.database import grants, sql

LEVELS = [("acute", "acute"), ("high", "high"), ("medium", "medium"), ("not_raised", "currently not raised")]
BECAUSE = [
    ("flagged", "flagged, not assessed yet"),
    ("level", "rhythm of the level"),
    ("date", "date that was set"),
    ("incident", "new incident"),
    ("separation", "separation"),
    ("release", "release from custody"),
    ("order_end", "end of an order"),
    ("death", "death of the endangering person"),
]
ASKED_AT = [
    ("assessment", "risk assessment"),
    ("assess", "assessed"),
    ("not_high_risk", "no high-risk case"),
    ("handle_alone", "handled alone"),
    ("convene", "conference convened"),
    ("agree_measures", "measures agreed"),
    ("follow_up", "follow-up conference convened"),
    ("close", "closed"),
]
ANSWERS = [("yes", "yes"), ("no", "no"), ("unknown", "unknown")]

# Of cases that were there before: the date that was set and not kept yet, and the rhythm since the last assessment.
# The owner is bound by the policies of cases, which show it none.
CARRY_OVER = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
INSERT INTO cases_reassessment (id, case_id, because, level, due_at, made_at)
    SELECT gen_random_uuid(), id, 'date', level, reassess_on::timestamp AT TIME ZONE 'Europe/Berlin', now()
    FROM cases_case WHERE state <> 'closed' AND reassess_on > COALESCE(reassessed_at::date, '-infinity');
INSERT INTO cases_reassessment (id, case_id, because, level, due_at, made_at)
    SELECT gen_random_uuid(), id, CASE WHEN level = '' THEN 'flagged' ELSE 'level' END, level,
        COALESCE(reassessed_at, state_since) + CASE level WHEN 'high' THEN interval '7 days'
            WHEN 'medium' THEN interval '30 days' WHEN 'not_raised' THEN interval '60 days'
            ELSE interval '72 hours' END, now()
    FROM cases_case WHERE state <> 'closed';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
"""

# Who may not read the section on risk must not change what is true: the machine of the case asks for anybody's rows.
OF_THE_CASE = f"""
ALTER TABLE cases_reassessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_reassessment FORCE ROW LEVEL SECURITY;
CREATE POLICY cases_reassessment_seen ON cases_reassessment FOR SELECT TO fk_web
    USING ({live("cases_reassessment.case_id")});
CREATE POLICY cases_reassessment_made ON cases_reassessment FOR INSERT TO fk_web
    WITH CHECK ({live("cases_reassessment.case_id")} AND settled_at IS NULL);
CREATE POLICY cases_reassessment_settled ON cases_reassessment FOR UPDATE TO fk_web
    USING ({live("cases_reassessment.case_id")} AND settled_at IS NULL)
    WITH CHECK ({live("cases_reassessment.case_id")});
CREATE POLICY cases_reassessment_watched ON cases_reassessment FOR SELECT TO fk_worker USING (true);
CREATE POLICY cases_reassessment_announced ON cases_reassessment FOR UPDATE TO fk_worker USING (true);
"""

# Everybody who takes a step answers, also who only reads what others wrote under risk.
IN_OWN_NAME = f"""
ALTER TABLE cases_firearmsanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_firearmsanswer FORCE ROW LEVEL SECURITY;
CREATE POLICY cases_firearmsanswer_seen ON cases_firearmsanswer FOR SELECT TO fk_web USING (
    {live("cases_firearmsanswer.case_id")}
    AND (institution_id = {INSTITUTION} OR {holds("cases_firearmsanswer.case_id", "'view_risk'")})
);
CREATE POLICY cases_firearmsanswer_written ON cases_firearmsanswer FOR INSERT TO fk_web
    WITH CHECK ({live("cases_firearmsanswer.case_id")} AND institution_id = {INSTITUTION});
"""


def _key() -> models.UUIDField:
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


def _to(model: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, **{"related_name": "+", **more})


REASSESSMENT = migrations.CreateModel(
    name="Reassessment",
    fields=[
        ("id", _key()),
        ("because", models.CharField(choices=BECAUSE, max_length=12, verbose_name="reason")),
        ("level", models.CharField(blank=True, choices=LEVELS, max_length=12)),
        ("due_at", models.DateTimeField(verbose_name="due at")),
        ("made_at", models.DateTimeField(default=fallkonferenz.clock.now)),
        ("settled_at", models.DateTimeField(null=True)),
        ("announced_at", models.DateTimeField(null=True)),
        ("escalated_at", models.DateTimeField(null=True)),
        ("case", _to("cases.case", related_name="reassessments", db_index=False)),
        ("settled_by", _to("cases.assessment", null=True, db_index=False)),
    ],
    options={
        "ordering": ("due_at", "made_at"),
        "indexes": [models.Index(fields=["due_at"], name="reassessment_due", condition=models.Q(settled_at=None))],
        "constraints": [
            models.CheckConstraint(
                name="reassessment_reason_known", condition=models.Q(because__in=[key for key, _words in BECAUSE])
            ),
            models.CheckConstraint(
                name="reassessment_settled_then",
                condition=models.Q(("settled_by", None), ("settled_at__isnull", False), _connector="OR"),
            ),
            models.UniqueConstraint(
                name="reassessment_open",
                fields=("case", "due_at", "because"),
                condition=models.Q(settled_at=None),
            ),
        ],
    },
)
FIREARMS = migrations.CreateModel(
    name="FirearmsAnswer",
    fields=[
        ("id", _key()),
        ("step", models.CharField(choices=ASKED_AT, max_length=16, verbose_name="asked at")),
        ("at", models.DateTimeField(default=fallkonferenz.clock.now)),
        ("answer", models.CharField(choices=ANSWERS, max_length=8, verbose_name="firearms")),
        ("note", fallkonferenz.vault.fields.SealedField(null=True, section="risk")),
        ("author", _to(settings.AUTH_USER_MODEL)),
        ("case", _to("cases.case", related_name="firearms_answers", db_index=False)),
        ("institution", _to("institutions.institution")),
    ],
    options={
        "ordering": ("at", "id"),
        "indexes": [models.Index(fields=["case", "-at"], name="firearms_of_case")],
        "constraints": [
            models.CheckConstraint(
                name="firearms_answer_known", condition=models.Q(answer__in=[key for key, _words in ANSWERS])
            ),
            models.CheckConstraint(
                name="firearms_step_known", condition=models.Q(step__in=[key for key, _words in ASKED_AT])
            ),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_assessments"),
        ("institutions", "0006_rhythm"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        REASSESSMENT,
        FIREARMS,
        sql(CARRY_OVER),
        migrations.RemoveField("case", "reassess_on"),
        migrations.RemoveField("case", "reassessed_at"),
        grants(
            "cases_reassessment",
            web="SELECT, INSERT, UPDATE (settled_at, settled_by_id)",
            worker="SELECT, UPDATE (announced_at, escalated_at)",
        ),
        grants("cases_firearmsanswer", web="SELECT, INSERT"),
        sql(OF_THE_CASE),
        sql(IN_OWN_NAME),
    ]
