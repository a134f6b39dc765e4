"""A mail server for tests: takes every letter and keeps it, or is not there."""

import socketserver
from threading import Thread

HERE = "127.0.0.1"


class Mailbox:
    """Nobody listens on ``port`` before ``open`` and after ``close``."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[str] = []
        self._server: socketserver.ThreadingTCPServer | None = None

    def open(self) -> None:
        self._server = _Server((HERE, self.port), _Talk)
        self._server.letters = self.letters
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    letters: list[str]


class _Talk(socketserver.StreamRequestHandler):
    """As little SMTP as a client needs to hand over a letter (RFC 5321)."""

    def handle(self) -> None:
        self._say("220 mailbox")
        for line in self.rfile:
            verb = line.split(maxsplit=1)[0].upper() if line.split() else b""
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"DATA":
                self._say("354 go on")
                self.server.letters.append(self._letter())
            self._say("250 ok")

    def _letter(self) -> str:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        return b"".join(lines).decode()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
