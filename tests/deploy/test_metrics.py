"""Figures for monitoring: who has the token reads them; no label knows a person, an institution or a case."""

import re
import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from prometheus_client.parser import text_string_to_metric_families
from redis.exceptions import ConnectionError as BrokerAway

from fallkonferenz.actions import background, rounds, standing
from fallkonferenz.outbox.models import Notice
from tests.audit import reading as audit_log
from tests.leaks import pages
from tests.support import as_worker, beyond_row_security
from tests.web.signing_in import counting_anew

pytestmark = pytest.mark.django_db
TOKEN = "Jt5n-9xQbW3kLr8vYc2mZd7hPf4sGa6eTu1oRi0NqKl"
KNOWN = {"Authorization": f"Bearer {TOKEN}"}
LABELS = {"route", "status", "le", "generation", "implementation", "major", "minor", "patchlevel", "version"}


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def scraped(client):
    def read():
        text = client.get("/metrics", headers=KNOWN).content.decode()
        return {sample.name: sample for family in text_string_to_metric_families(text) for sample in family.samples}

    return read


@pytest.mark.parametrize(
    "said", ["", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ä"]
)
def test_who_does_not_know_the_token_is_told_what_is_told_of_nothing(client, said):
    answer = client.get("/metrics", headers={"Authorization": said})
    nothing = client.get("/nothing-is-here", headers={"Authorization": said})

    assert answer.status_code == nothing.status_code == 404
    assert unlike_in_path_only(answer, nothing)


def unlike_in_path_only(answer, nothing):
    return pages.answer_of(answer).body.replace(b"metrics", b"nothing-is-here") == pages.answer_of(nothing).body


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer None"])
def test_without_a_token_there_are_no_figures(client, settings, said):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": said}).status_code == 404


def test_a_session_is_no_token(client, cast):
    client.force_login(cast.administrator)

    assert client.get("/metrics").status_code == 404


def test_reading_leaves_no_entry_and_is_not_kept(client):
    before = len(audit_log.entries())

    response = client.get("/metrics", headers=KNOWN)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert len(audit_log.entries()) == before


def test_requests_are_counted_by_route_and_status(client, cast, given):
    case = given.flagged()
    client.get("/cases/of-nobody/")
    client.force_login(cast.biss)
    client.get(f"/cases/{case.pk}/")

    text = client.get("/metrics", headers=KNOWN).content.decode()

    assert re.search(r'fallkonferenz_requests_total\{route="cases/<uuid:pk>/",status="200"\} [1-9]', text)
    assert re.search(r'fallkonferenz_requests_total\{route="no route",status="404"\} [1-9]', text)
    assert 'fallkonferenz_request_seconds_bucket{le="0.1",route="cases/<uuid:pk>/"}' in text
    assert str(case.pk) not in text
    assert case.code not in text


def test_no_label_knows_anybody(client, cast, given):
    given.flagged()
    text = client.get("/metrics", headers=KNOWN).content.decode()

    families = list(text_string_to_metric_families(text))

    assert {label for family in families for sample in family.samples for label in sample.labels} <= LABELS


def test_what_waits_is_counted(scraped, given):
    before = scraped()["fallkonferenz_outbox_due"].value

    given.flagged()

    now = scraped()
    assert now["fallkonferenz_outbox_due"].value > before
    assert now["fallkonferenz_outbox_oldest_seconds"].value >= 0
    assert now["fallkonferenz_mails_waiting"].value == Notice.objects.filter(mailed_at=None).count()


def test_a_witness_that_never_answered_is_late_since_the_log_began(scraped, settings):
    name = "fallkonferenz_log_witnessed_seconds"
    settings.AUDIT_WITHOUT_WITNESS = False
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_origin VALUES (1, 'log.example', 0, now() - interval '2 hours')")

    assert scraped()[name].value >= 7200

    settings.AUDIT_WITHOUT_WITNESS = True
    assert name not in scraped()


def test_the_rounds_are_heard(scraped, cast, given, settings):
    counting_anew(settings)
    cache.set(standing.AT, int(time.time()) - 70)
    assert scraped()["fallkonferenz_rounds_silent_seconds"].value >= 70

    background.FAILED.clear()  # other tests of this process failed on purpose
    background.FAILED["outbox.mail"] += 2
    failed = scraped()["fallkonferenz_mails_failed"].value
    with as_worker():
        rounds.watch()

    now = scraped()
    assert now["fallkonferenz_rounds_silent_seconds"].value < 5
    assert now["fallkonferenz_mails_failed"].value == failed + 2
    assert now["fallkonferenz_measures_overdue"].value == 0


@pytest.mark.parametrize(
    ("who", "asked", "error"),
    [("database", "waiting", OperationalError), ("broker", "heard", BrokerAway)],
)
def test_what_is_away_is_said_and_hides_nothing_else(scraped, monkeypatch, who, asked, error):
    def away():
        raise error("kanarienvogel")

    monkeypatch.setattr(f"fallkonferenz.actions.standing.{asked}", away)

    now = scraped()
    assert now[f"fallkonferenz_{who}_answers"].value == 0
    assert sum(now[f"fallkonferenz_{each}_answers"].value for each in ("database", "broker")) == 1
