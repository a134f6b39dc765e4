"""A private PostgreSQL is closed to everybody but us, and keeps nothing it was told in its log."""

from collections.abc import Iterator

import psycopg
import pytest

from fallkonferenz.demo.children import Supervisor
from fallkonferenz.demo.postgres import ADMINISTRATOR
from fallkonferenz.demo.services import PrivateServices
from tests.demo.conftest import open_folder


@pytest.fixture(scope="module")
def calm() -> Iterator[PrivateServices]:
    """One for all tests here: they only look."""
    supervisor = Supervisor()
    with open_folder() as folder:
        services = PrivateServices(folder / "var")
        services.start(supervisor)
        yield services
        supervisor.end()


def connect(services):
    return psycopg.connect(services.postgres.url(ADMINISTRATOR), autocommit=True)


def test_nobody_gets_in_without_the_password(calm):
    wrong = calm.postgres.url(ADMINISTRATOR).replace(calm.secrets.text(f"postgres-{ADMINISTRATOR}"), "wrong")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_it_listens_on_no_network(calm):
    with connect(calm) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)


def test_its_log_holds_neither_statements_nor_rows(calm):
    with connect(calm) as connection:
        connection.execute("CREATE TABLE secret (word text PRIMARY KEY)")
        connection.execute("INSERT INTO secret VALUES ('canary')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO secret VALUES ('canary')")

    log = calm.home.log("postgres").read_text()
    assert "duplicate key" in log
    assert "canary" not in log
