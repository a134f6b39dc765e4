"""A case, a form of it, and a person at the form."""

import pytest
from django.urls import reverse

from tests.drafts.typing import Sheet


@pytest.fixture
def case(given):
    return given.case()


@pytest.fixture
def entry(case):
    """The address of the form that most is typed into."""
    return reverse("entry-add", args=[case.pk])


@pytest.fixture
def sheet(client, cast, entry):
    client.force_login(cast.police)
    return Sheet.opened(client, entry)
