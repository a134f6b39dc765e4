"""The test database: migrated once as the owner, cloned for each worker, used as the web role.

Nothing is ever flushed: the web role may not, and the log's triggers refuse it even to a superuser.
A test that commits gets a fresh clone afterwards, in a fifth of a second.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from audit import awaited, current, log
from fallkonferenz.access.held import keys_of_rights
from tests import cast
from tests.audit import keys

RUN = os.environ["FALLKONFERENZ_TEST_RUN"]
TEMPLATE = f"fk_test_{RUN}_template"
OWN = f"fk_test_{RUN}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
ONE_MAKES_IT = 0x666B7465  # "fkte", the number of our advisory lock

_in_use = TEMPLATE
_epochs_opened: list[None] = []  # since the last swap
current.beginnings.append(lambda: _epochs_opened.append(None))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():
        _make_template_once()
        swap()
        keys_of_rights()  # known from the first page on, so that all pages take the same statements
    TransactionTestCase._fixture_setup = classmethod(lambda cls: _swap_if_written())
    TransactionTestCase._fixture_teardown = lambda self: swap()
    yield
    connections.close_all()
    with _administrator() as admin:
        _drop(admin, OWN)


def swap(template: str = TEMPLATE) -> None:
    """Give this worker a fresh database; what the log had open, and what was awaited of it, belonged to the old one."""
    global _in_use
    connections.close_all()
    log.forget_epoch()
    awaited.take()
    _in_use = template
    _epochs_opened.clear()
    with _administrator() as admin:
        _drop(admin, OWN)
        _clone(admin, template, OWN)
    for connection in connections.all():
        connection.settings_dict["NAME"] = OWN


def _swap_if_written() -> None:
    """An epoch of the log stays, also when the test that opened it is rolled back: who looks at all rows starts anew."""
    if _epochs_opened:
        swap(_in_use)


def _clone(admin: psycopg.Connection, template: str, name: str) -> None:
    statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
    admin.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def template_once(name: str, build: Callable[[], str]) -> str:
    """A further template, built by the first worker that wants it; what ``build`` returned is kept as its comment."""
    with _administrator() as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [ONE_MAKES_IT])
        said = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        found = admin.execute(said, [name]).fetchone()
        if found:
            return found[0]
        try:
            swap()
            text = build()
            connections.close_all()
            _clone(admin, OWN, name)
            admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(text)))
        except BaseException:
            _drop(admin, name)
            raise
        return text


def _make_template_once() -> None:
    with _administrator() as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [ONE_MAKES_IT])
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
            try:
                _migrate()
            except BaseException:
                _drop(admin, TEMPLATE)  # half a template would be worse than none
                raise


def _migrate() -> None:
    with _connected_as(TEMPLATE, role=None):
        call_command("database_roles")
    with _connected_as(TEMPLATE, role="fk_owner"):
        call_command("migrate", verbosity=0)
        with connections["default"].cursor() as cursor:
            keys.install(cursor)
        _let_clocks_run_ahead()
        cast.install()


def _let_clocks_run_ahead() -> None:
    """Tests live in other years than their database; test_captured_writer.py turns these on again."""
    with connections["default"].cursor() as cursor:
        for table in ("audit_tag_key", "audit_erasure"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_not_ahead")


@contextmanager
def _connected_as(database: str, *, role: str | None) -> Iterator[None]:
    connection = connections["default"]
    connection.close()
    before = dict(connection.settings_dict)
    options = {**before["OPTIONS"], "assume_role": role}
    connection.settings_dict.update(NAME=database, OPTIONS=options)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _administrator() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _drop(admin: psycopg.Connection, database: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
