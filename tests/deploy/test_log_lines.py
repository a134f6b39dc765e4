"""Nothing of a case and nobody's name, address or id gets into the technical log, whatever happens and whoever writes."""

import ast
import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
import structlog
from django.core.mail import EmailMessage

from fallkonferenz.actions import mailing, rounds
from fallkonferenz.config import logs
from fallkonferenz.vault.codes import new_code
from tests.support import as_worker

PROJECT = Path(__file__).resolve().parents[2]
CANARY = "Kanarienvogel"
# What our own lines may say, each looked at: kinds, routes and numbers.
SAID = {
    "task.event",
    "type(error).__name__",
    "type(away).__name__",
    "route",
    "status",
    "round(seconds * 1000)",
    "directive",
    "(kind, error or kind(), way)",
}
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler of the settings writes, of every level."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = dict(logs.LOGGING["formatters"]["json"])
    handler.setFormatter(formatter.pop("()")(**formatter))
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


def of(log, logger):
    return [line for line in lines(log) if line["logger"] == logger]


@pytest.mark.parametrize("library", ["gunicorn.error", "celery.worker.consumer", "kombu.connection", "somebody.elses"])
def test_what_a_library_says_is_kept_without_its_values(log, library):
    logging.getLogger(library).error("Invalid request from ip=%s: %s", "203.0.113.7", CANARY)

    (line,) = lines(log)
    assert line["event"] == "Invalid request from ip=%s: %s"
    assert CANARY not in log.getvalue()


def test_our_own_words_keep_theirs(log):
    logging.getLogger("fallkonferenz.actions").error("%s failed: %s", "outbox.mail", "SMTPServerDisconnected")
    structlog.get_logger("audit").warning("opened", epoch=1)

    assert [line["event"] for line in lines(log)] == ["outbox.mail failed: SMTPServerDisconnected", "opened"]


def test_what_nobody_caught_is_told_by_its_kind(log):
    try:
        raise LookupError(CANARY)
    except LookupError:
        logs.say_uncaught(*sys.exc_info())

    (line,) = lines(log)
    assert (line["event"], line["error"]) == ("Nobody caught this.", "LookupError")
    assert CANARY not in log.getvalue()


def test_who_presses_ctrl_c_needs_no_line(log):
    logs.say_uncaught(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert log.getvalue() == ""


@pytest.mark.django_db
def test_requests_of_a_case_leave_routes_only(log, client, cast, given):
    case = given.flagged(account=CANARY)
    client.force_login(cast.case_manager)

    client.get(f"/cases/{case.pk}/", {"q": CANARY})
    client.post("/cases/", {"code": case.code})
    client.post(f"/cases/{case.pk}/entry-add/", {"text": CANARY})
    client.get(f"/cases/{CANARY}/")

    told = of(log, "fallkonferenz.web.observing")
    assert [(line["route"], line["status"]) for line in told if line["route"] == "cases/<uuid:pk>/"] == [
        ("cases/<uuid:pk>/", 200)
    ]
    assert {"route", "status", "ms", "event", "logger", "level", "timestamp"} == {key for line in told for key in line}
    ours = log.getvalue()
    for word in (CANARY, case.code, str(case.pk), *identifying(cast.case_manager)):
        assert word not in ours


def identifying(person):
    return person.username, person.name, person.email, str(person.pk), str(person.institution.name)


@pytest.mark.django_db
def test_a_wrong_login_leaves_no_name(log, client, cast):
    client.post("/login/", {"login": cast.biss.email, "password": CANARY})
    client.post("/login/", {"login": f"{CANARY}@nowhere.example", "password": CANARY})

    for word in (CANARY, *identifying(cast.biss)):
        assert word not in log.getvalue()


@pytest.mark.django_db
def test_a_mail_that_is_refused_leaves_no_address(log, cast, given, monkeypatch):
    monkeypatch.setattr(mailing, "_resting", {})

    def refuse(letter):
        raise SMTPRecipientsRefused({letter.to[0]: (550, CANARY.encode())})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    given.flagged()
    with as_worker():
        rounds.sweep()

    said = of(log, "fallkonferenz.actions.background")
    assert said
    assert {line["event"] for line in said} == {"outbox.mail failed: SMTPRecipientsRefused"}
    assert "@" not in json.dumps(said)
    assert CANARY not in log.getvalue()


def test_a_code_is_found_if_it_were_there(log):
    """So that the tests above do not pass by looking at nothing."""
    logging.getLogger("fallkonferenz").error("%s", new_code())

    assert log.getvalue()


def calls() -> Iterator[tuple[str, ast.Call]]:
    for package in ("fallkonferenz", "audit"):
        for path in (PROJECT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_logger(node.func):
                    yield f"{path.relative_to(PROJECT)}:{node.lineno}", node


def _is_logger(function: ast.Attribute) -> bool:
    owner = ast.unparse(function.value)
    return function.attr in LEVELS and (owner in ("logger", "log") or owner.startswith("logging.getLogger("))


def test_our_own_lines_say_what_was_looked_at_and_no_more():
    found = list(calls())
    said = {
        f"{where}: {ast.unparse(each)}"
        for where, call in found
        for each in (*call.args, *(keyword.value for keyword in call.keywords))
        if not isinstance(each, ast.Constant) and ast.unparse(each) not in SAID
    }
    assert len(found) >= 4
    assert said == set()


def test_gunicorn_is_not_heard_below_errors():
    """It puts address and request into its warnings before it hands them on: there is nothing left to leave out."""
    assert logs.LOGGING["loggers"]["gunicorn.error"]["level"] == "ERROR"
