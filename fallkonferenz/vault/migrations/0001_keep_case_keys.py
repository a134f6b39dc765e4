"""The wrapped keys of the cases; the web role adds and reads them, only the owner changes or destroys one."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import fallkonferenz.clock
from fallkonferenz.database import grants


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                ("case_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField(max_length=60)),
                ("version", models.PositiveIntegerField(default=1)),
                ("kek_id", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField(default=fallkonferenz.clock.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length("wrapped"), 60),
                        name="casekey_is_wrapped",
                    )
                ],
            },
        ),
        grants("vault_casekey", web="SELECT, INSERT"),
    ]
