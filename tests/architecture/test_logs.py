"""The technical log says what failed and where, never what it was about."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.http import HttpResponse
from django.urls import path

from fallkonferenz.config.logs import LOGGING

pytestmark = pytest.mark.urls(__name__)
CANARY = "Kanarienvogel"


def breaks(request, code):
    raise LookupError(f"{CANARY}: {code}")


urlpatterns = [path("cases/<str:code>/", breaks), path("", lambda request: HttpResponse())]
handler404 = lambda request, exception: HttpResponse(status=404)  # noqa: E731 - the page is not what is asked for here


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler of the settings writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = dict(LOGGING["formatters"]["json"])
    handler.setFormatter(formatter.pop("()")(**formatter))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.fixture(autouse=True)
def only_the_address(settings):
    settings.MIDDLEWARE = []


def test_a_fault_is_told_by_its_kind_and_its_route(client, log):
    client.raise_request_exception = False

    client.get(f"/cases/{CANARY}/?q={CANARY}")

    (line,) = lines(log)
    assert line["event"] == "GET cases/<str:code>/"
    assert line["error"] == "LookupError"
    assert line["way"][-1].endswith("breaks")
    assert CANARY not in log.getvalue()


def test_what_is_not_there_is_no_event(client, log):
    client.get(f"/{CANARY}")

    assert log.getvalue() == ""


@pytest.mark.parametrize("logger", [logging.getLogger("somebody.elses"), structlog.get_logger("ours")])
def test_no_exception_is_quoted(log, logger):
    try:
        raise ValueError(CANARY)
    except ValueError:
        logger.exception("It failed.")

    (line,) = lines(log)
    assert (line["event"], line["error"]) == ("It failed.", "ValueError")
    assert CANARY not in log.getvalue()


def test_the_words_around_an_exception_are_left_out_too(log):
    try:
        raise ValueError
    except ValueError:
        logging.getLogger("celery.app.trace").exception("Task failed: %s", CANARY)

    assert CANARY not in log.getvalue()
