"""The ground under the tests: who they are in the database, and what a commit leaves behind."""

import socket

import pytest
from django.db import connection
from pytest_socket import SocketConnectBlockedError

from tests.support import as_reader, beyond_row_security


def current_user() -> str:
    return asked("SELECT current_user")


def session_user() -> str:
    return asked("SELECT session_user")


def asked(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_tests_act_as_the_web_role():
    assert current_user() == "fk_web"


@pytest.mark.django_db
def test_other_eyes_are_lent_for_a_block_only():
    with as_reader():
        assert current_user() == "audit_reader"
    with beyond_row_security():
        assert current_user() == session_user()
    assert current_user() == "fk_web"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_committed_row_is_gone_in_the_next_test(time):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind ()")  # fails the second time if anything stays


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_nothing_but_the_local_services_is_reached():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 443), timeout=1)  # an address that is nobody's (RFC 5737)
