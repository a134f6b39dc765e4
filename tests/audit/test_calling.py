"""A witness's machine is somebody else's: however it answers, it holds up nobody and stops nobody."""

import socket
import time
from contextlib import contextmanager, suppress
from itertools import repeat
from threading import Event, Thread

import pytest

from audit import calling
from audit.calling import Away, last_cosigned
from tests.audit.watched import ORIGIN, SequencersLog

PATIENCE = 0.2


@contextmanager
def answering(*parts, pause=0.0):
    """The address of somebody who sends these bytes, one after the other, to whoever comes."""
    ended = Event()

    def answer():
        with suppress(OSError):
            while not ended.is_set():
                connection, _address = listening.accept()
                with connection, suppress(OSError):
                    connection.recv(65536)
                    for part in parts[0] if len(parts) == 1 and not isinstance(parts[0], bytes) else parts:
                        connection.sendall(part)
                        if ended.wait(pause):
                            return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        ended.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        thread.join(2)


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "drops",
    [
        repeat(b"x"),  # never a line
        [HEAD, *[b"X-Y: z\r\n"] * 50],
        [HEAD + b"Content-Length: 100\r\n\r\n", *[b"x"] * 100],
        [HEAD + b"\r\n", *[b"x"] * 100],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 100],
        [b"HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\n", *[b"x"] * 100],
    ],
)
def test_an_answer_that_comes_byte_by_byte_is_none(monkeypatch, drops):
    monkeypatch.setattr(calling, "PATIENCE", PATIENCE)
    with answering(drops, pause=0.05) as url:  # all of them take some seconds
        began = time.monotonic()

        with pytest.raises(Away):
            last_cosigned(url, ORIGIN)

        assert time.monotonic() - began < 10 * PATIENCE


def test_an_answer_in_time_is_one():
    with answering(HEAD + b"Content-Length: 4\r\n\r\n", b"note") as url:
        assert last_cosigned(url, SequencersLog().origin) == b"note"
