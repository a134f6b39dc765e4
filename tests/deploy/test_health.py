"""Whether the installation is well is told in two words, to whoever asks, and to nobody's account."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.db import OperationalError, connection
from redis.exceptions import ConnectionError as BrokerAway

from fallkonferenz import clock
from fallkonferenz.actions import rounds, standing
from fallkonferenz.outbox.models import Message
from fallkonferenz.web import health
from tests.audit import reading as audit_log
from tests.support import beyond_row_security
from tests.web.signing_in import counting_anew


def sequencer(*, beat, waiting):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_sequencer_state SET beat_at = {beat}, waiting_since = {waiting}")  # noqa: S608 - our own words


@pytest.fixture
def calm(db, settings):
    """Delivery has just gone its round, the sequencer has just beaten, and nothing waits."""
    with beyond_row_security():
        Message.objects.all().delete()
    sequencer(beat="now()", waiting="NULL")
    counting_anew(settings)
    cache.set(standing.AT, int(time.time()))


def said(response):
    return response.status_code, response.content.decode()


def test_alive_needs_neither_database_nor_broker(client, django_db_blocker):
    with django_db_blocker.block():
        assert said(client.get("/healthz")) == (200, "ok")


def test_all_well(client, calm):
    assert said(client.get("/readyz")) == (200, "ok")


def test_nobody_delivers(client, calm):
    cache.set(standing.AT, int(time.time()) - standing.SILENCE - 5)
    assert said(client.get("/readyz")) == (503, "not ok")

    cache.delete(standing.AT)
    assert said(client.get("/readyz")) == (503, "not ok")


def test_a_round_makes_it_well_again(client, calm):
    cache.delete(standing.AT)

    rounds.watch()

    assert said(client.get("/readyz")) == (200, "ok")


def test_something_lies_undelivered(client, calm, given):
    case = given.flagged()
    with beyond_row_security():
        Message.objects.filter(case=case.pk).update(due_at=clock.now() - standing.PATIENCE + timedelta(seconds=30))
    assert said(client.get("/readyz")) == (200, "ok")

    with beyond_row_security():
        Message.objects.filter(case=case.pk).update(due_at=clock.now() - standing.PATIENCE - timedelta(seconds=30))
    assert said(client.get("/readyz")) == (503, "not ok")


@pytest.mark.parametrize(
    ("beat", "waiting", "status"),
    [
        ("NULL", "NULL", 503),  # it has never been there
        ("now() - interval '59 s'", "now() - interval '59 s'", 200),
        ("now() - interval '61 s'", "NULL", 503),
        ("now()", "now() - interval '61 s'", 503),
    ],
)
def test_the_log_must_get_on(client, calm, beat, waiting, status):
    sequencer(beat=beat, waiting=waiting)

    assert client.get("/readyz").status_code == status


@pytest.mark.parametrize(
    ("place", "name", "error"),
    [(health, "database_answers", OperationalError), (RedisCache, "get", BrokerAway)],
    ids=["database", "broker"],
)
def test_something_is_away(client, calm, monkeypatch, place, name, error):
    def away(*args):
        raise error("kanarienvogel")

    monkeypatch.setattr(place, name, away)

    assert said(client.get("/readyz")) == (503, "not ok")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_asking_is_cheap_and_leaves_no_trace(client, calm, path, django_assert_max_num_queries):
    before = len(audit_log.entries())

    with django_assert_max_num_queries(3):
        response = client.get(path)

    assert response["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response
    assert len(audit_log.entries()) == before


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_can_be_sent_there(client, calm, path):
    assert client.post(path).status_code == 405
    assert client.head(path).content == b""
