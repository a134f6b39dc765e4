"""The act is committed, the session is saved after it: if the database goes away in between, that is a fault of ours."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection

from fallkonferenz.web.sessionstore import SessionStore

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session() -> SessionStore:
    session = SessionStore()
    session.create()
    return session


def test_a_database_that_went_away_is_a_fault(session):
    connection.connection.close()

    with pytest.raises(OperationalError):
        session.save()
    connection.close()


def test_a_session_that_was_deleted_meanwhile_is_none(session):
    SessionStore(session.session_key).delete()

    with pytest.raises(UpdateError):
        session.save()
