"""The worker tells people that something is new: it needs their addresses and parts, not how they sign in.

Of sessions it removes those that are over, and so needs to know when they end, not whose they are.
"""

from django.db import migrations

from fallkonferenz.database import sql

TOLD_BY = "id, email, name, name_key, role, function, institution_id, is_active, language, made_at"


class Migration(migrations.Migration):
    dependencies = [("institutions", "0004_words_of_a_region_and_choices_of_a_person")]

    operations = [
        sql(
            "REVOKE SELECT ON institutions_person, django_session FROM fk_worker;"
            f"GRANT SELECT ({TOLD_BY}) ON institutions_person TO fk_worker;"
            "GRANT SELECT (expire_date) ON django_session TO fk_worker;",
            f"REVOKE SELECT ({TOLD_BY}) ON institutions_person FROM fk_worker;"
            "REVOKE SELECT (expire_date) ON django_session FROM fk_worker;"
            "GRANT SELECT ON institutions_person, django_session TO fk_worker;",
        )
    ]
