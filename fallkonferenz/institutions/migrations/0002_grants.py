"""Rights of the roles on the tables of people, and on the tables that Django and allauth bring along."""

from django.db import migrations

from fallkonferenz.database import grants


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        grants("institutions_region", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        grants("institutions_institution", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        grants("institutions_person", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        grants("auth_group", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        grants("auth_permission", web="SELECT", worker="SELECT"),
        grants("django_content_type", web="SELECT", worker="SELECT"),
        grants("django_migrations", web="SELECT", worker="SELECT"),
        grants("django_session", web="SELECT, INSERT, UPDATE, DELETE", worker="SELECT, DELETE"),
        grants("account_emailaddress", web="SELECT, INSERT, UPDATE, DELETE"),
        grants("account_emailconfirmation", web="SELECT, INSERT, UPDATE, DELETE"),
    ]
