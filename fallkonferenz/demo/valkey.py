"""A private Valkey: a foreground child on the loopback interface, with a password."""

import socket
from urllib.parse import quote

import redis

from fallkonferenz.demo.children import Child
from fallkonferenz.demo.home import Home
from fallkonferenz.demo.secrets import Secrets, write_closed

LOOPBACK = "127.0.0.1"


class Valkey:
    def __init__(self, home: Home, secrets: Secrets) -> None:
        self.home, self.secrets = home, secrets
        self.folder = home.folder("valkey")

    def child(self) -> Child:
        self.choose_port()
        return Child(
            "Valkey",
            [self.home.binaries.valkey, "-"],  # settings come in on stdin: the command line is public
            log=self.home.log("valkey"),
            environment={},
            cwd=self.folder,
            identity=self.home.owner,
            carries_others=True,
            stdin=self._settings().encode(),
        )

    def url(self) -> str:
        return f"redis://:{quote(self.secrets.text('valkey'))}@{LOOPBACK}:{self.port}/0"

    @property
    def port(self) -> int:
        noted = self.secrets.folder / "valkey-port"
        return int(noted.read_text()) if noted.exists() else 0

    def is_ready(self) -> bool:
        try:
            with redis.Redis.from_url(self.url()) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def _settings(self) -> str:
        return (
            f"bind {LOOPBACK}\nport {self.port}\nrequirepass {self.secrets.text('valkey')}\n"
            f'dir "{self.folder}"\nappendonly yes\nappendfsync everysec\nsave ""\ndaemonize no\n'
        )

    def choose_port(self) -> None:
        """The port of last time, unless somebody else has taken it meanwhile."""
        if not self.port or not is_free(self.port):
            write_closed(self.secrets.folder / "valkey-port", str(any_free_port()))


def is_free(port: int, address: str = LOOPBACK) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
