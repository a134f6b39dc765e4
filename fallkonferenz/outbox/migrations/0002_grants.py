"""The web writes messages and marks notices as read; the worker delivers."""

from django.db import migrations

from fallkonferenz.database import grants


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        grants("outbox_message", web="SELECT, INSERT", worker="SELECT, INSERT, UPDATE, DELETE"),
        grants("outbox_notice", web="SELECT, UPDATE (read_at)", worker="SELECT, INSERT, UPDATE, DELETE"),
    ]
