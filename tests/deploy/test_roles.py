"""A process whose role could pass by the second lock, or before the migrations have run, does not start."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from fallkonferenz.config import start
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)  # gone with this test's transaction


@pytest.mark.parametrize("role", ["fk_web", "fk_worker"])
def test_the_roles_of_the_processes_may_start(role):
    assert not start.is_too_strong(role)


@pytest.mark.parametrize(
    "made",
    [
        "ALTER ROLE fk_web SUPERUSER",
        "ALTER ROLE fk_web BYPASSRLS",
        "ALTER ROLE fk_web CREATEROLE",
        "GRANT fk_owner TO fk_web",
        "GRANT fk_owner TO fk_web WITH INHERIT FALSE",
        "GRANT audit_reader TO fk_web",
        "GRANT audit_retention TO fk_web",
        "GRANT pg_read_all_data TO fk_web",
        "ALTER TABLE cases_case OWNER TO fk_web",
        "ALTER TABLE django_session OWNER TO fk_web",
    ],
)
def test_a_role_that_could_pass_by_the_second_lock_may_not(made):
    with beyond_row_security():
        run(made)

        assert start.is_too_strong("fk_web")


def test_neither_may_one_that_can_become_such_a_role():
    with beyond_row_security():
        run("CREATE ROLE between", "GRANT fk_owner TO between", "GRANT between TO fk_web")

        assert start.is_too_strong("fk_web")


def test_playing_a_weak_role_does_not_help_a_strong_one(settings):
    """The tests log in as an administrator who plays fk_web."""
    settings.DEMO = True
    assert start.strong_roles() == []

    settings.DEMO = False
    (sentence,) = start.strong_roles()
    assert sentence.startswith("The database role administrator owns tables")


def test_a_database_behind_the_program_is_named():
    assert start.missing_migrations() == []

    with beyond_row_security():
        MigrationRecorder(connection).record_unapplied("cases", last_of("cases"))

        (sentence,) = start.missing_migrations()
    assert sentence == "The database lacks 1 migrations of this version; run manage.py prepare_database first."


def last_of(app):
    return max(name for label, name in MigrationRecorder(connection).applied_migrations() if label == app)


def test_the_refusal_names_every_reason_of_its_kind(settings):
    settings.TESTING = False

    with pytest.raises(ImproperlyConfigured) as refused:
        start.refuse_unsafe_start()

    assert str(refused.value).startswith("The start is refused.\n- ")
