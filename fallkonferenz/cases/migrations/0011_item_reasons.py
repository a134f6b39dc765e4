"""What of a result tells single answers stands with the answers, and no longer with the result."""

from django.db import migrations

import fallkonferenz.vault.fields
from fallkonferenz.database import grants


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_rhythm")]

    operations = [
        migrations.AddField(
            "itemanswers",
            "reasons",
            fallkonferenz.vault.fields.SealedField(null=True, section="answers"),
        ),
        grants("cases_itemanswers", web="UPDATE (reasons)"),
    ]
