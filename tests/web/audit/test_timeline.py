"""What happened, by time: in plain sentences, with names and codes and nothing of any case."""

import pytest
from django.urls import reverse

from tests.officers import with_open_log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(client, cast):
    return with_open_log(client, cast.officer)


def test_the_newest_entries_stand_first_in_words(officer, given, cast, client):
    case = given.case()

    page = officer.get(reverse("audit-timeline"))

    text = page.content.decode()
    assert page.status_code == 200
    assert case.code in text
    assert cast.police.name in text
    assert "Institution beteiligt" in text
