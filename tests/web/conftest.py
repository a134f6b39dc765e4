"""People at their screens: ``opens`` and ``sends`` sign a person in and follow an address by its name."""

import pytest
from django.urls import reverse


@pytest.fixture
def opens(client):
    """``opens(person, "measure-read", pk)``; further names become the query of the address."""

    def get(person, name, /, *args, **query):
        client.force_login(person)
        return client.get(reverse(name, args=args, query=query))

    return get


@pytest.fixture
def sends(client):
    """``sends(person, "measure-finish", pk, outcome="…")``"""

    def post(person, name, /, *args, **typed):
        client.force_login(person)
        return client.post(reverse(name, args=args), typed)

    return post
