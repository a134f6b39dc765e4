"""The list of notices walks an index: without it all of a person's are sorted for each page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_tell_some_facts_once")]

    operations = [
        migrations.AddIndex("notice", models.Index(fields=["person", "-at", "-id"], name="notice_list")),
    ]
