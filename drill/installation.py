"""An installation of its own, as in production but with private services: started, looked after, and asked.

What ``prepare`` names is called once as the administrator, with the database still empty.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from drill.visitor import NAME, NoAnswer, Visitor
from drill.witness import new_witness, watched_by
from fallkonferenz.database import READER, SEQUENCER, WEB
from fallkonferenz.demo import keys
from fallkonferenz.demo.children import Child, Supervisor
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.postgres import ADMINISTRATOR
from fallkonferenz.demo.run import CELERY
from fallkonferenz.demo.services import PrivateServices
from fallkonferenz.demo.valkey import LOOPBACK

ROOT = Path(__file__).resolve().parents[1]
# As in production, but on the loopback interface only.
GUNICORN = (*("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", "{address}"),)
ORIGIN = "drill.fallkonferenz.example/audit"
# fmt: off
PROCESSES = {
    # name:      (database role, python ...)
    "sequencer": ("fk_sequencer", ("manage.py", "sequencer")),
    "web":       ("fk_web",       GUNICORN),
    "worker":    ("fk_worker",    (*CELERY, "worker", "--concurrency", "1", "--loglevel", "WARNING")),
    "beat":      ("fk_worker",    (*CELERY, "beat", "--loglevel", "WARNING", "--schedule", "{folder}/beat-schedule")),
    "deliver":   ("fk_worker",    ("manage.py", "deliver")),
}
# fmt: on
WAITING = (
    "SELECT (SELECT count(*) FROM outbox_message WHERE delivered_at IS NULL)"
    " + (SELECT count(*) FROM outbox_notice WHERE mailed_at IS NULL)"
)


class NotReady(Exception):
    """The installation did not come up; the sentence says where to look."""


class Installation:
    """``given`` replaces variables of the environment, for instance where the broker is found."""

    def __init__(self, services: PrivateServices, supervisor: Supervisor, folder: Path) -> None:
        self.services, self.supervisor, self.folder = services, supervisor, folder
        self.given: dict[str, str] = {}
        self.children: dict[str, Child] = {}
        self.port = free_port()

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def start_services(self, *, without: Collection[str] = ()) -> None:
        self.services.start(self.supervisor, without=without)
        self.children |= {child.name: child for child in self.supervisor.children}

    def start_processes(self, *names: str) -> None:
        for name in names or PROCESSES:
            role, arguments = PROCESSES[name]
            filled = [part.format(address=f"{LOOPBACK}:{self.port}", folder=self.folder) for part in arguments]
            self.start(name, role, filled)
        self.children["web"].wait_until(self.answers, seconds=120)

    def start(self, name: str, role: str, arguments: list[str]) -> Child:
        log = self.folder / f"{name}.log"
        child = Child(name, [sys.executable, *arguments], log, self.environment(role), ROOT)
        self.children[name] = self.supervisor.start(child)
        return child

    def run(self, *arguments: str, role: str = ADMINISTRATOR) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.environment(role), cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise NotReady(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def within(self, function: str) -> Any:
        """What a function of ours answers that is called in the application, as the administrator."""
        return json.loads(self.run("-m", "drill.within", function, str(self.folder)).splitlines()[-1])

    def environment(self, role: str) -> dict[str, str]:
        folder = self.services.secrets.folder
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "fallkonferenz.config.settings",
            "DATABASE_URL": self.services.postgres.url(role),
            "FK_WEB_PASSWORD_FILE": str(self.services.secrets.path("postgres-fk_web")),
            "FK_WORKER_PASSWORD_FILE": str(self.services.secrets.path("postgres-fk_worker")),
            "FK_SEQUENCER_PASSWORD_FILE": str(self.services.secrets.path("postgres-fk_sequencer")),
            "FK_READER_PASSWORD_FILE": str(self.services.secrets.path("postgres-fk_reader")),
            "REDIS_URL": self.services.valkey.url(),
            "SECRET_KEY_FILE": str(self.services.secrets.path("secret-key")),
            "FALLKONFERENZ_KEK_DIR": str(keys.kek_folder(folder)),
            "FALLKONFERENZ_AUDIT_INSTANCE_KEY_FILE": str(keys.instance_key(folder)),
            "FALLKONFERENZ_AUDIT_TAG_KEY_FILE": str(keys.tag_key(folder)),
            "FALLKONFERENZ_AUDIT_ORIGIN": ORIGIN,
            **self._watched(),
            "FALLKONFERENZ_ADDRESS": f"https://{NAME}",
            "ALLOWED_HOSTS": NAME,
            "WEB_CONCURRENCY": "2",  # for two cores
            "TRUSTED_PROXIES": "1",  # the visitor sends what the proxy would
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            **self._told_only(role),
            **self.given,
        }

    def _watched(self) -> dict[str, str]:
        if "witness" in self.children:
            return watched_by(self.services, origin=ORIGIN)
        return {"FALLKONFERENZ_AUDIT_WITHOUT_WITNESS": "1"}

    def start_witness(self) -> None:
        self.children["witness"] = self.supervisor.start(new_witness(self.services, origin=ORIGIN, cwd=ROOT))

    def _told_only(self, role: str) -> dict[str, str]:
        if role == SEQUENCER:
            return {"FALLKONFERENZ_AUDIT_LOG_KEY_FILE": str(keys.log_key(self.services.secrets.folder))}
        if role == WEB:
            return {"FALLKONFERENZ_AUDIT_READER_DATABASE_URL": self.services.postgres.url(READER)}
        return {}

    def answers(self) -> bool:
        try:
            return Visitor(self.address, patience=5).get("/login/").status == 200
        except NoAnswer:
            return False

    def wait(self, seconds: float) -> None:
        """Look after the children meanwhile, as whoever runs an installation has it done."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.supervisor.look_after()
            time.sleep(0.05)

    def wait_for(self, has_come: Callable[[], object], *, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not has_come():
            if time.monotonic() > end:
                return False
            self.wait(0.2)
        return True

    @contextmanager
    def without(self, name: str, *, by: signal.Signals = signal.SIGKILL) -> Iterator[None]:
        """As long as this lasts, a child lies dead and nobody starts it again."""
        child = self.children[name]
        self.supervisor.children.remove(child)
        os.kill(child.pid, by)
        child.end()
        try:
            yield
        finally:
            self.supervisor.start(child)

    def settle(self, *, seconds: float) -> bool:
        """True as soon as nothing waits to be delivered or mailed."""
        return self.wait_for(lambda: self.ask(WAITING) == [(0,)], seconds=seconds)

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """As the administrator; an empty answer while the database is away."""
        try:
            url = self.services.postgres.url(ADMINISTRATOR)
            with psycopg.connect(url, connect_timeout=2, autocommit=True) as connection:
                cursor = connection.execute(question)
                return cursor.fetchall() if cursor.description else []
        except psycopg.OperationalError:
            return []


@contextmanager
def running(folder: Path, *, slot: str, prepare: str) -> Iterator[Installation]:
    """Everything up and answering, with the data of ``prepare``; ended and let go afterwards."""
    with installed(folder, slot=slot, prepare=prepare) as installation:
        installation.start_processes()
        yield installation


@contextmanager
def installed(
    folder: Path, *, slot: str, prepare: str, postgres_settings: Sequence[str] = ()
) -> Iterator[Installation]:
    """The services with their data; no process of ours runs yet."""
    with with_services(folder, slot=slot, postgres_settings=postgres_settings) as installation:
        installation.within(prepare)
        installation.start_witness()
        installation.run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        yield installation


@contextmanager
def with_services(
    folder: Path, *, slot: str, without: Collection[str] = (), postgres_settings: Sequence[str] = ()
) -> Iterator[Installation]:
    """The services, empty; ``without`` names the variables of those that are not needed."""
    with _claimed(slot, postgres_settings) as services:
        supervisor = Supervisor()
        try:
            installation = Installation(services, supervisor, folder)
            installation.start_services(without=without)
            yield installation
        finally:
            supervisor.end()


@contextmanager
def _claimed(slot: str, postgres_settings: Sequence[str]) -> Iterator[PrivateServices]:
    """Several runs in one clone each take a slot; ``make demo-reset`` removes them."""
    (ROOT / "var").mkdir(exist_ok=True)
    services = _first_free(slot, postgres_settings)
    try:
        services.forget_data()
        yield services
    finally:
        services.release()


def _first_free(slot: str, postgres_settings: Sequence[str]) -> PrivateServices:
    for number in count():
        services = PrivateServices(ROOT / "var" / f"{slot}-{number}", postgres_settings=postgres_settings)
        try:
            services.claim()
        except HomeRefused:
            continue
        return services
    raise AssertionError("unreachable")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
