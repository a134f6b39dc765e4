"""An installation of its own for the kill tests: services and processes as ``make demo`` starts them, in production mode."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from fallkonferenz.demo import keys
from fallkonferenz.demo.children import Child, Supervisor
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.postgres import ADMINISTRATOR
from fallkonferenz.demo.run import PROCESSES
from fallkonferenz.demo.services import PrivateServices

ROOT = Path(__file__).resolve().parents[2]
BACKGROUND = ("worker", "beat", "deliver")
# Everything is an error but what Celery says to root, who runs the tests on bare machines.
WARNINGS = ("-W", "error", "-W", "ignore:You're running the worker with superuser privileges")
WAITING = (
    "SELECT (SELECT count(*) FROM outbox_message WHERE delivered_at IS NULL)"
    " + (SELECT count(*) FROM outbox_notice WHERE mailed_at IS NULL)"
)


class Instance:
    def __init__(self, services: PrivateServices, supervisor: Supervisor, folder: Path) -> None:
        self.services, self.supervisor, self.folder = services, supervisor, folder
        self.children: dict[str, Child] = {}

    def start(self) -> None:
        self.services.start(self.supervisor)
        self.children = {child.name: child for child in self.supervisor.children}
        self.run("prepare", ADMINISTRATOR)
        for name, role, arguments in PROCESSES:
            if name in BACKGROUND:
                self._start(name, role, [part.format(var=self.folder, address="") for part in arguments])

    def act(self, name: str) -> Child:
        """A client that acts until it is told to end; its log has one line per acknowledged act."""
        return self._start(name, "fk_web", ["-m", "tests.demo.client", "act"])

    def _start(self, name: str, role: str, arguments: list[str]) -> Child:
        log = self.folder / f"{name}.log"
        child = Child(name, [sys.executable, *WARNINGS, *arguments], log, self.environment(role), ROOT)
        self.children[name] = self.supervisor.start(child)
        return child

    def run(self, task: str, role: str) -> str:
        command = [sys.executable, "-m", "tests.demo.client", task]
        done = subprocess.run(command, env=self.environment(role), cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def find(self) -> dict[str, Any]:
        return json.loads(self.run("find", ADMINISTRATOR))

    def environment(self, role: str) -> dict[str, str]:
        folder = self.services.secrets.folder
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "fallkonferenz.config.settings",
            "DATABASE_URL": self.services.postgres.url(role),
            "FK_WEB_PASSWORD_FILE": str(self.services.secrets.path("postgres-fk_web")),
            "FK_WORKER_PASSWORD_FILE": str(self.services.secrets.path("postgres-fk_worker")),
            "REDIS_URL": self.services.valkey.url(),
            "SECRET_KEY_FILE": str(self.services.secrets.path("secret-key")),
            "FALLKONFERENZ_KEK_DIR": str(keys.kek_folder(folder)),
            "FALLKONFERENZ_AUDIT_INSTANCE_KEY_FILE": str(keys.instance_key(folder)),
            "FALLKONFERENZ_AUDIT_ORIGIN": "kills.fallkonferenz.example/audit",
            "FALLKONFERENZ_ADDRESS": "https://fallkonferenz.example",
            "ALLOWED_HOSTS": "fallkonferenz.example",
            "TRUSTED_PROXIES": "1",
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
        }

    def wait(self, seconds: float) -> None:
        """Look after the children meanwhile, as the demo does."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.supervisor.look_after()
            time.sleep(0.05)

    def wait_for(self, has_come: Callable[[], object], *, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.wait(0.3)
            if has_come():
                return True
        return False

    def settle(self, *, seconds: float) -> bool:
        """True as soon as nothing waits to be delivered or mailed."""
        return self.wait_for(lambda: self.ask(WAITING) == [(0,)], seconds=seconds)

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """An empty answer while the database is away."""
        try:
            with psycopg.connect(self.services.postgres.url(ADMINISTRATOR), connect_timeout=2) as connection:
                return connection.execute(question).fetchall()
        except psycopg.OperationalError:
            return []


@contextmanager
def running(folder: Path) -> Iterator[Instance]:
    services, supervisor = _claimed(), Supervisor()
    try:
        services.forget_data()
        instance = Instance(services, supervisor, folder)
        instance.start()
        yield instance
    finally:
        supervisor.end()
        services.release()


def _claimed() -> PrivateServices:
    """Several runs in one clone each take a slot; ``make demo-reset`` removes them."""
    (ROOT / "var").mkdir(exist_ok=True)
    for slot in count():
        services = PrivateServices(ROOT / "var" / f"test-kills-{slot}")
        try:
            services.claim()
        except HomeRefused:
            continue
        return services
    raise AssertionError("unreachable")
