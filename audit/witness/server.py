"""The witness over HTTP: two addresses, bounded in bytes, seconds and connections. TLS is the matter of a proxy in front."""

import json
import socket
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore, Timer
from typing import Any

from audit.witness.answering import LARGEST_REQUEST, TEXT, Refused
from audit.witness.keeping import Unreadable, Witness

MOST_CONNECTIONS = 32
LONGEST_SILENCE = 10.0  # seconds
LONGEST_CONNECTION = 60.0
FAILED = "the witness cannot store or read; nothing was cosigned\n"


class Server(ThreadingMixIn, HTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        super().__init__(address, Handler)
        self.witness = witness
        self.places = BoundedSemaphore(MOST_CONNECTIONS)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self.places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up or is too slow is nobody's concern; anything else is said without its content."""
        kind = sys.exc_info()[0]
        if kind is not None and not issubclass(kind, OSError):
            say(event="failed", kind=kind.__name__)


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "witness", ""
    timeout = LONGEST_SILENCE

    def setup(self) -> None:
        super().setup()
        self.end_of_patience = Timer(LONGEST_CONNECTION, self._hang_up)
        self.end_of_patience.daemon = True
        self.end_of_patience.start()

    def finish(self) -> None:
        self.end_of_patience.cancel()
        super().finish()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def do_POST(self) -> None:
        try:
            if self.path != "/add-checkpoint":
                raise Refused(404, "there is nothing here\n")
            self._say(200, self.server.witness.add_checkpoint(self._body()))
        except Refused as refused:
            self._refuse(refused)
        except (Unreadable, OSError) as error:
            say(event="failed", sentence=str(error))
            self._refuse(Refused(500, FAILED))

    def do_GET(self) -> None:
        name, cut, rest = self.path.removeprefix("/").partition("/")
        try:
            found = self.server.witness.checkpoint(name) if cut and rest == "checkpoint" else None
        except OSError as error:
            say(event="failed", sentence=str(error))
            self._refuse(Refused(500, FAILED))
            return
        if found is None:
            self._refuse(Refused(404, "there is nothing here\n"))
        else:
            self._say(200, found)

    def _body(self) -> bytes:
        """A request that does not say how long it is, or is too long, ends the connection."""
        length = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            self.close_connection = True
            raise Refused(411, "say how long the request is\n")
        if len(length) > 10 or int(length) > LARGEST_REQUEST:
            self.close_connection = True
            raise Refused(413, f"a request has at most {LARGEST_REQUEST} bytes\n")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            raise Refused(400, "invalid input: the request ends too early\n")
        return body

    def _refuse(self, refused: Refused) -> None:
        say(event="refused", status=refused.status)
        self._say(refused.status, refused.body.encode(), refused.content_type)

    def _say(self, status: int, body: bytes, content_type: str = TEXT) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the one it stands in for
        """Not who asked for what: what is worth a line is said elsewhere."""


def say(**what: object) -> None:
    print(json.dumps(what), file=sys.stderr, flush=True)
