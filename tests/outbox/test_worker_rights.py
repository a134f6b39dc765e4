"""The worker tells people that something is new; how they sign in, and who is signed in, it cannot read."""

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, transaction

from fallkonferenz.institutions.models import Person
from tests.support import as_worker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["password", "last_login", "username"])
def test_it_reads_no_passphrase(cast, column):
    with as_worker(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        list(Person.objects.values_list(column))


@pytest.mark.parametrize("column", ["session_key", "session_data"])
def test_it_reads_no_session(cast, column):
    with as_worker(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        list(Session.objects.values_list(column))


def test_it_reads_whom_to_tell(cast):
    address = cast.police.email

    with as_worker():
        assert address in {person.email for person in Person.objects.without_sign_in()}
