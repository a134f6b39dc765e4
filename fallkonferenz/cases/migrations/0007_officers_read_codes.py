"""Officers ask the log for a case by its code: their connection reads codes and ids of cases, and nothing else of them."""

from django.db import migrations

from fallkonferenz.database import sql

CODES = """
GRANT SELECT (id, code) ON cases_case TO audit_reader;
CREATE POLICY case_reviewed ON cases_case FOR SELECT TO audit_reader USING (true);
"""
BACKWARDS = """
DROP POLICY case_reviewed ON cases_case;
REVOKE SELECT (id, code) ON cases_case FROM audit_reader;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_grants_are_found_by_their_indexes_alone")]
    operations = [sql(CODES, BACKWARDS)]
