"""Opening file after file is held up, and the log says so. ASVS 2.4.1."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.audit import reading as audit_log
from tests.web.signing_in import counting_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(given):
    return given.case()


def opens(client, person, case):
    client.force_login(person)
    return client.get(reverse("case-read", args=[case.pk]))


def test_one_more_than_the_hour_allows_is_refused_and_noted(client, cast, case, settings):
    counting_anew(settings)
    settings.FILES_AN_HOUR = 2

    statuses = [opens(client, cast.police, case).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert audit_log.last().event == "access.denied"
    assert opens(client, cast.biss, case).status_code == 200  # each account is counted for itself


def test_who_is_shown_nothing_is_counted_too(client, cast, settings):
    """Trying addresses is no way around it."""
    counting_anew(settings)
    settings.FILES_AN_HOUR = 1
    client.force_login(cast.police)

    assert [client.get(reverse("case-read", args=[uuid4()])).status_code for _ in range(2)] == [404, 429]


def test_without_the_broker_files_stay_open(client, cast, case, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    settings.FILES_AN_HOUR = 1

    assert [opens(client, cast.police, case).status_code for _ in range(3)] == [200, 200, 200]
