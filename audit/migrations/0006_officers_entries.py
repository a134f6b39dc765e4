"""What officers did is found without reading what everybody else did: which findings they checked, for years."""

from django.db import migrations

INDEX = """
CREATE INDEX audit_entry_by_officers ON audit_entry (substr(header, 9, 8)) WHERE substr(header, 5, 1) = '\\x07';
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_deciding")]
    operations = [migrations.RunSQL(INDEX)]
