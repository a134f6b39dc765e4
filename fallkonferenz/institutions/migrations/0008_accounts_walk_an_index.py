"""The list of accounts walks an index in the order of names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("institutions", "0007_carrier")]

    operations = [
        migrations.AddIndex("person", models.Index(fields=["name_key", "id"], name="person_list")),
    ]
