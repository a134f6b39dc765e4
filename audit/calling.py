"""Calling a witness, or a timestamping authority, over HTTP: short patience, bounded answers, no redirects.

The machine at the other end belongs to somebody else: an answer that comes byte by byte must not hold up whoever asked.
Standard library only; no Django.
"""

import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

PATIENCE = 5.0  # seconds: an answer is there as a whole by then, or it is none
LARGEST_ANSWER = 256 * 1024
SCHEMES = ("http://", "https://")


class Away(Exception):
    """Nobody answers there, or not in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *given: Any, **named: Any) -> None:
        """An answer that leads elsewhere is an answer like any other that is not 200."""


class _Hurried(HTTPConnection):
    """Hangs up when its time is over: a timeout of a socket begins anew with every byte."""

    def connect(self) -> None:
        super().connect()
        end = Timer(PATIENCE, _hang_up, [self.sock])
        end.daemon = True
        end.start()


class _HurriedTLS(_Hurried, HTTPSConnection):
    pass


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # long over, mostly
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _ByHTTP(HTTPHandler):
    def http_open(self, request: Request) -> Any:
        return self.do_open(_Hurried, request)


class _ByHTTPS(HTTPSHandler):
    def https_open(self, request: Request) -> Any:
        return self.do_open(_HurriedTLS, request)


_opener = build_opener(_NoRedirects, _ByHTTP, _ByHTTPS)


def ask(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """GET, or POST where there is a body. Raises Away."""
    if not url.startswith(SCHEMES):
        raise Away(f"{url} is no address of HTTP")
    end = time.monotonic() + PATIENCE
    try:
        answer = _answer(Request(url, data=body, headers=dict(headers or {})))  # noqa: S310 - the scheme was looked at
    except (OSError, HTTPException, ValueError) as error:
        raise Away(f"{url} does not answer: {error}") from error
    if time.monotonic() >= end:
        raise Away(f"{url} does not answer in time")  # it may have been cut off in the middle
    return answer


def _answer(request: Request) -> Answer:
    try:
        with _opener.open(request, timeout=PATIENCE) as response:
            return Answer(response.status, _bounded(response))
    except HTTPError as refused:
        with refused:
            return Answer(refused.code, _bounded(refused))


def _bounded(response: Any) -> bytes:
    data: bytes = response.read(LARGEST_ANSWER + 1)
    if len(data) > LARGEST_ANSWER:
        raise Away(f"an answer has at most {LARGEST_ANSWER} bytes")
    return data


def last_cosigned(url: str, origin: str) -> bytes | None:
    """The last note that the witness cosigned of this log; None when it never did. Raises Away."""
    answer = ask(f"{url.rstrip('/')}/{sha256(origin.encode()).hexdigest()}/checkpoint")
    if answer.status == 404:
        return None
    if answer.status != 200:
        raise Away(f"the witness answers {answer.status}")
    return answer.body


def add_checkpoint(url: str, body: bytes) -> Answer:
    return ask(f"{url.rstrip('/')}/add-checkpoint", body, {"Content-Type": "text/plain"})
