"""Whole pages, through the WSGI handler in this process: as they are, unprotected, and static.

*Unprotected* is the same view with the same middleware, query, presenter and template. Taken out of it are the frame
(transaction and settings), row-level security (the connection passes by it), the entry in the log, and the opening of
keys and texts. The session is read and saved all the same. *Static* is the same template over the same rows, worked
out beforehand: no session, no account, no query.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import Template
from django.test import RequestFactory
from django.test.utils import override_settings

from bench import world
from bench.generate import ALIKE
from bench.lists import without_row_security
from bench.subject import Timed, subject
from fallkonferenz.actions import gate, reading

FRAME = "fallkonferenz.web.middleware.FrameMiddleware"
PATHS = {"cases": "/cases/", "measures": "/measures/"}
TEMPLATES = {"cases": "cases/list.html", "measures": "measures/list.html"}
SEEN = 500  # visible cases of who asks for the page


@subject
def page(turn: int, name: str) -> Iterator[Timed]:
    environ = asked_by(turn, PATHS[name])
    yield lambda: answer(as_it_is(), environ)


@subject
def page_unprotected(turn: int, name: str) -> Iterator[Timed]:
    environ = asked_by(turn, PATHS[name])
    with unprotected():
        yield lambda: answer(without_frame(), environ)


@subject
def page_static(turn: int, name: str) -> Iterator[Timed]:
    environ = _environ(f"/bench/static/{name}/", "")
    _rendered(name)
    yield lambda: answer(without_frame(), environ)


class Failed(Exception):
    """A page did not come, so its time would mean nothing."""


def answer(handler: WSGIHandler, environ: dict[str, Any]) -> bytes:
    said: list[str] = []
    response = handler(environ, lambda status, headers: said.append(status))
    content = b"".join(response)
    response.close()
    if not said[0].startswith("200"):
        raise Failed(f"{environ['PATH_INFO']}: {said[0]}")
    return content


@cache
def as_it_is() -> WSGIHandler:
    return WSGIHandler()


@cache
def without_frame() -> WSGIHandler:
    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != FRAME]):
        return WSGIHandler()


@contextmanager
def unprotected() -> Iterator[None]:
    with ExitStack() as out:
        out.enter_context(without_row_security())
        out.enter_context(patch.object(gate, "acting_as", lambda person: nullcontext()))
        out.enter_context(patch.object(gate, "log", lambda event, **facts: None))
        out.enter_context(patch.object(reading, "CaseVault", ClearVault))
        yield


class ClearVault:
    """Opens nothing: every text reads as the same one."""

    @classmethod
    def open_each(cls, cases: Any) -> dict[UUID, "ClearVault"]:
        return {case: cls() for case in cases}

    def read(self, row: object, column: str) -> str:
        return TEXT


TEXT = "Begleitung zum Gericht, davor ein Gespräch über den Ablauf und wer dabei ist."


def asked_by(turn: int, path: str) -> dict[str, Any]:
    return _environ(path, _session(turn % ALIKE))


def _environ(path: str, session: str) -> dict[str, Any]:
    cookie = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}"} if session else {}
    return RequestFactory(SERVER_NAME="localhost").get(path, **cookie).environ


@cache
def _session(number: int) -> str:
    person = world.person(SEEN, number)
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
    )
    session.create()
    return str(session.session_key)


@login_not_required
def static(request: HttpRequest, name: str) -> HttpResponse:
    template, context = _rendered(name)
    return HttpResponse(template.render(context, request))


@cache
def _rendered(name: str) -> tuple[Template, dict[str, Any]]:
    """The template of a page, and its context with everything in it worked out."""
    noted: list[tuple[Template, dict[str, Any], HttpRequest]] = []
    render = Template.render

    def note(self: Template, context: Any = None, request: Any = None) -> str:
        if self.origin.template_name == TEMPLATES[name]:
            noted.append((self, context, request))
        return render(self, context, request)

    with patch.object(Template, "render", note):
        answer(as_it_is(), asked_by(0, PATHS[name]))
    template, context, request = noted[0]
    frame: Callable[[HttpRequest], dict[str, Any]] = template.backend.engine.template_context_processors[-1]
    return template, {**frame(request), **{key: _worked_out(value) for key, value in context.items()}}


def _worked_out(value: Any) -> Any:
    """A presenter becomes what its properties say."""
    if not type(value).__module__.startswith("fallkonferenz.web.presenters"):
        return value
    names = [name for name in dir(value) if not name.startswith("_")]
    return SimpleNamespace(**{name: getattr(value, name) for name in names})
