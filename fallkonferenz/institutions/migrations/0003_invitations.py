"""Links by which a person sets a passphrase. The worker has nothing to do with them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fallkonferenz.clock
from fallkonferenz.database import grants


class Migration(migrations.Migration):
    dependencies = [("institutions", "0002_grants")]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField(default=fallkonferenz.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("-made_at",)},
        ),
        grants("institutions_invitation", web="SELECT, INSERT, UPDATE (expires_at, sent_at, used_at)"),
    ]
