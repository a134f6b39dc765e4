"""The demo's own witness. In an installation it belongs to another authority; here it shows what it is for."""

import sys
from pathlib import Path

from audit import instance, new_policy, signing
from fallkonferenz.demo import keys
from fallkonferenz.demo.children import Child
from fallkonferenz.demo.home import Home
from fallkonferenz.demo.secrets import Secrets, write_closed
from fallkonferenz.demo.valkey import LOOPBACK, any_free_port, is_free

NAME = "witness.demo.fallkonferenz.example"


class Witness:
    def __init__(self, home: Home, secrets: Secrets) -> None:
        self.home, self.secrets = home, secrets
        self.folder = home.folder("witness")  # beside the database: both have one past, and end together

    def child(self, policy: Path, cwd: Path) -> Child:
        command = [sys.executable, "-m", "audit.witness", "--name", NAME, "--key", self._key(), "--policy", policy]
        where = ["--dir", self.folder / "state", "--listen", f"{LOOPBACK}:{self.port}"]
        return Child("witness", [*command, *where], self.home.log("witness"), environment={}, cwd=cwd)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def port(self) -> int:
        """The same for all processes of one start, and the one of last time."""
        noted = self.secrets.folder / "witness-port"
        if not noted.exists():
            write_closed(noted, str(any_free_port()))
        return int(noted.read_text())

    def choose_port(self) -> None:
        """Before anything is started: somebody else may have taken it meanwhile."""
        if not is_free(self.port):
            write_closed(self.secrets.folder / "witness-port", str(any_free_port()))

    def policy(self, origin: str) -> Path:
        """The log's and the witness's public keys, in a file."""
        path = self.secrets.folder / "audit-policy"
        if not path.exists():
            log_key = signing.load(keys.log_key(self.secrets.folder))
            own = new_policy.lines_of(signing.load(self._key()), NAME)
            public = instance.load(str(keys.instance_key(self.secrets.folder))).public_key().public_bytes_raw()
            write_closed(path, new_policy.write(log_key, public, origin=origin, witnesses=[own]))
        return path

    def _key(self) -> Path:
        path = self.folder / "key"
        if not path.exists():
            signing.new_key(path)
        return path
