"""Opening file after file is held up, and the log says so. ASVS 2.4.1."""

from uuid import uuid4

import pytest
from django.urls import reverse

from fallkonferenz.cases.words import State
from fallkonferenz.drafts.models import Draft
from tests.audit import reading as audit_log
from tests.drafts.typing import TEXT, Sheet
from tests.support import beyond_row_security
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


@pytest.mark.parametrize("name", ["case-read", "measure-list", "measure-ask", "assessment-judge"])
def test_it_is_counted_before_anything_is_looked_for(name, client, cast, settings):
    """Which pages are counted is asked of the whole table: tests/leaks/test_pace.py."""
    counting_anew(settings)
    settings.FILES_AN_HOUR = 0
    client.force_login(cast.police)
    about = [] if name == "measure-list" else [uuid4()]

    assert client.get(reverse(name, args=about)).status_code == 429


@pytest.fixture
def measure(given):
    return given.all_measures(given.case(at=State.MEASURES))[0]


def test_what_is_sent_and_done_is_not_counted(client, cast, measure, settings):
    """Who types for an hour shall not lose the last of it."""
    counting_anew(settings)
    settings.FILES_AN_HOUR = 0
    client.force_login(cast.police)

    sent = {"text": "Wer spricht mit der Schule?", "to": [cast.case_manager.institution_id]}
    assert client.post(reverse("measure-ask", args=[measure.pk]), sent).status_code == 302


def test_what_is_sent_to_be_shown_the_page_again_is_counted(client, cast, measure, settings):
    counting_anew(settings)
    settings.FILES_AN_HOUR = 2
    client.force_login(cast.police)
    url = reverse("measure-ask", args=[measure.pk])

    assert [ask(url).status_code for ask in (client.get, client.post, client.post, client.get)] == [200, 422, 429, 429]


def test_what_was_typed_into_a_page_that_is_one_too_many_is_kept(client, cast, measure, settings):
    counting_anew(settings)
    settings.FILES_AN_HOUR = 1
    client.force_login(cast.police)
    sheet = Sheet.opened(client, reverse("measure-ask", args=[measure.pk]))

    answer = sheet.sends(text=TEXT * 30)  # longer than the field takes

    assert answer.status_code == 429
    with beyond_row_security():
        assert reverse("draft-read", args=[Draft.objects.get().pk]) in answer.content.decode()
