"""A fact that falls due is told once: its name is unique. Every message is about a case. Grants cover the new column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_grants")]

    operations = [
        migrations.AddField("message", "once", models.CharField(max_length=120, null=True, unique=True)),
        migrations.AlterField("message", "case", models.UUIDField()),
    ]
