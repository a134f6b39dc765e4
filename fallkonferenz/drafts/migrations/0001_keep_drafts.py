"""Drafts: seen and changed by their author alone, and only as long as the case they are about is open to the author."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fallkonferenz.clock
import fallkonferenz.vault.fields
from fallkonferenz.cases.policies import PERSON, live
from fallkonferenz.database import grants, sql

OWN = f"drafts_draft.person_id = {PERSON} AND (drafts_draft.in_case IS NULL OR ({live('drafts_draft.in_case')}))"

POLICIES = f"""
ALTER TABLE drafts_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY draft_own ON drafts_draft FOR ALL TO fk_web USING ({OWN}) WITH CHECK ({OWN});
CREATE POLICY draft_watched ON drafts_draft FOR SELECT TO fk_worker USING (true);
CREATE POLICY draft_forgotten ON drafts_draft FOR DELETE TO fk_worker USING (true);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("institutions", "0002_grants"),
        ("cases", "0004_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("wrapped", models.BinaryField(max_length=60)),
                ("kek_id", models.CharField(max_length=32)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("form", models.CharField(max_length=40)),
                ("place", models.CharField(max_length=400)),
                ("in_case", models.UUIDField(null=True)),
                ("body", fallkonferenz.vault.fields.SealedField(section="person")),
                ("started_at", models.DateTimeField(default=fallkonferenz.clock.now)),
                ("changed_at", models.DateTimeField(default=fallkonferenz.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-changed_at",),
                "indexes": [
                    models.Index(fields=["person", "-changed_at"], name="draft_of_person"),
                    models.Index(fields=["changed_at"], name="draft_age"),
                ],
            },
        ),
        grants(
            "drafts_draft",
            web="SELECT, INSERT, DELETE, UPDATE (body, wrapped, kek_id, place, changed_at)",
            worker="SELECT (id, person_id, in_case, changed_at), DELETE",
        ),
        sql(POLICIES),
    ]
