"""The cases that people work on under load are such as the application makes: listed, opened, and on the board."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from drill.load import cases
from fallkonferenz.access.scope import PAGE
from fallkonferenz.institutions.models import Person
from tests.support import beyond_row_security

MANY = 60


@pytest.mark.django_db(transaction=True)
def test_generated_cases_are_listed_open_and_have_measures():
    with beyond_row_security():
        cases.generate(MANY)
        with connection.cursor() as cursor:
            cursor.execute("RESET session_replication_role")
    client = Client()
    client.force_login(Person.objects.get(username="police-a"))

    listed = re.findall(r'href="(/cases/[0-9a-f-]{36}/)"', client.get(reverse("case-list")).text)
    assert len(set(listed)) == PAGE
    assert cases.SENTENCE.strip() in client.get(listed[0]).text
    assert cases.SENTENCE.strip() in client.get(reverse("measure-list")).text
