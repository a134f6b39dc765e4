"""A private PostgreSQL: a foreground child, reached through a socket in a closed folder only."""

import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import psycopg

from fallkonferenz.demo.children import Child, StartFailed
from fallkonferenz.demo.home import Home
from fallkonferenz.demo.secrets import Secrets, write_closed

ADMINISTRATOR = "administrator"
DATABASE = "fallkonferenz"
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC"}
INITDB = (
    "--auth=scram-sha-256",
    "--data-checksums",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
)
# The server's log must hold no content: neither statements nor the rows in details of errors.
SETTINGS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "jit=off",
)
# For tests: what is lost with the machine was of no value.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


class Postgres:
    def __init__(self, home: Home, secrets: Secrets, *, settings: Sequence[str] = ()) -> None:
        self.home, self.secrets, self.settings = home, secrets, settings
        self.folder = home.folder("postgres")
        self.data, self.socket = self.folder / "data", home.folder("s")

    def child(self) -> Child:
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        settings = (*SETTINGS, *self.settings, f"unix_socket_directories={self.socket}")
        options = [part for setting in settings for part in ("-c", setting)]
        return Child(
            "PostgreSQL",
            [self.home.binaries.postgres / "postgres", "-D", self.data, *options],
            log=self.home.log("postgres"),
            environment=ENVIRONMENT,
            cwd=self.folder,
            identity=self.home.owner,
            carries_others=True,
            end_signal=signal.SIGINT,  # its "fast shutdown"
            before_start=self._clear_the_way,
        )

    def url(self, role: str, database: str = DATABASE) -> str:
        password = self.secrets.text(f"postgres-{role}")
        return f"postgresql://{role}:{quote(password)}@/{database}?host={quote(str(self.socket), safe='')}"

    def is_ready(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def make_database(self, name: str = DATABASE) -> None:
        with self._connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not found:
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url(ADMINISTRATOR, "postgres"), autocommit=True, connect_timeout=5)

    def _initdb(self) -> None:
        """Into a folder beside it first: a start that was interrupted leaves no half a cluster."""
        unfinished = self.folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self._password_file()
        command = [self.home.binaries.postgres / "initdb", "-D", unfinished, "-U", ADMINISTRATOR, *INITDB]
        done = subprocess.run(
            [*map(str, command), f"--pwfile={password}"],
            env=ENVIRONMENT,
            cwd=self.folder,
            capture_output=True,
            text=True,
            **self.home.owner.popen_arguments(),
        )
        password.unlink()
        if done.returncode:
            raise StartFailed(f"PostgreSQL could not make its data folder: {done.stderr.strip()}")
        unfinished.rename(self.data)

    def _password_file(self) -> Path:
        path = self.folder / "password"
        write_closed(path, self.secrets.text(f"postgres-{ADMINISTRATOR}"))
        shutil.chown(path, self.home.owner.uid, self.home.owner.gid)
        return path

    def _clear_the_way(self) -> None:
        """Wait for a dying predecessor; forget a lock whose number now belongs to another program.

        A lock of nobody stays: from it the server learns whether old processes still hold its memory.
        """
        lock = self.data / "postmaster.pid"
        deadline = time.monotonic() + 20
        while (program := _program(_first_line(lock))) == "postgres" and time.monotonic() < deadline:
            time.sleep(0.05)
        if program not in ("", "postgres"):
            lock.unlink(missing_ok=True)


def _first_line(path: Path) -> str:
    try:
        return path.read_text().partition("\n")[0]
    except OSError:
        return ""


def _program(pid: str) -> str:
    """The name of the living program of that number, or nothing."""
    return _first_line(Path("/proc", pid, "comm")) if pid else ""
