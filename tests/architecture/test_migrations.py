"""Models and migrations say the same, and the roles they stand on can be made again and again."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db


def test_no_model_is_ahead_of_its_migrations():
    with beyond_row_security():
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_making_the_roles_again_changes_nothing():
    with beyond_row_security():
        before = roles()
        call_command("database_roles")

        assert roles() == before


def test_only_an_administrator_makes_roles():
    with pytest.raises(CommandError, match="administrator"):
        call_command("database_roles")


def test_a_role_that_passes_by_row_level_security_is_refused():
    with beyond_row_security():
        with connection.cursor() as cursor:
            cursor.execute("ALTER ROLE fk_worker BYPASSRLS")  # gone with this test's transaction

        with pytest.raises(CommandError, match=r"fk_worker .* row-level security"):
            call_command("database_roles")


def roles() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
            " (SELECT array_agg(roleid::regrole::text ORDER BY roleid) FROM pg_auth_members WHERE member = pg_roles.oid)"
            " FROM pg_roles WHERE rolname ~ '^(fk|audit)_' ORDER BY rolname"
        )
        return cursor.fetchall()
