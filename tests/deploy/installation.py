"""An installation as docker-compose.yml describes it: each of our services is started by the command written there.

PostgreSQL and Valkey are private ones under the names of the file; paths of the container lead into folders of the test.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

from fallkonferenz.demo.children import Child, Supervisor
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.postgres import ADMINISTRATOR, CARELESS
from fallkonferenz.demo.secrets import write_closed
from fallkonferenz.demo.services import PrivateServices
from tests.deploy import compose, image
from tests.deploy.compose import ROOT, Service

# Importing one of these fails, as it does in the image from which they were removed.
BLOCKER = """\
import sys
class Removed:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Removed())
"""
# Where tests run as root, Celery warns of it; the container does not run as root.
AS_ROOT = "ignore:You're running the worker with superuser privileges"
MEMORY = "/tmp/"  # noqa: S108 - of a container
WITNESS = "7380"  # the port in docker-compose.yml, of which there is one on this machine
LENT = {"administrator_password": f"postgres-{ADMINISTRATOR}", "broker_password": "valkey"}


WITH_WITNESS = {**compose.example_variables(), "FALLKONFERENZ_WITNESS_URL": f"http://witness:{WITNESS}"}


class Installation:
    def __init__(self, folder: Path, private: PrivateServices, supervisor: Supervisor) -> None:
        self.folder, self.private, self.supervisor = folder, private, supervisor
        self.app = image.build(folder / "app")
        self.secrets = folder / "secrets"
        self.port, self.witness_port = free_port(), free_port()
        self.services = compose.services(WITH_WITNESS)
        blocker = folder / "removed"
        blocker.mkdir()
        names = {name.replace("-", "_") for name in image.removed()}
        (blocker / "sitecustomize.py").write_text(BLOCKER.format(names=names))

    def make_secrets(self) -> None:
        """By the command of the handbook; the private servers are given the passwords that it made."""
        self.done(["python", "-m", "fallkonferenz.management.new_secrets", str(self.secrets)], {})
        for ours, theirs in LENT.items():
            write_closed(self.private.secrets.folder / theirs, (self.secrets / ours).read_text())

    def start_servers(self) -> None:
        self.private.start(self.supervisor)
        folder = quote(str(self.private.postgres.socket), safe="")
        for path in self.secrets.glob("*_url"):
            text = path.read_text().replace("@broker:6379", f"@127.0.0.1:{self.private.valkey.port}")
            path.chmod(0o644)
            path.write_text(re.sub(r"@database:5432/(\w+)\?", rf"@/\1?host={folder}&", text))
        self._name_the_witness()
        (self.secrets / "email_url").write_text(f"filemail:///{self.folder / 'mail'}")

    def _name_the_witness(self) -> None:
        """As the handbook says: the witness prints its lines, and they become part of the policy."""
        witness = self.services["witness"]
        made = self.done(self.inside(witness, [*witness.command, "--new"]), {})
        lines = self.folder / "witness-lines"
        lines.write_text(made)
        origin = self.services["sequencer"].environment["FALLKONFERENZ_AUDIT_ORIGIN"]
        keys = ("--log-key", f"{self.secrets}/audit_log_key", "--instance-key", f"{self.secrets}/audit_instance_key")
        command = ["python", "-m", "audit.new_policy", "--origin", origin, *keys]
        policy = self.done([*command, "--witness", str(lines)], {})
        path = self.secrets / "audit_policy"
        path.unlink()
        path.write_text(policy)

    def start(self, name: str) -> Child:
        service = self.services[name]
        log = self.folder / f"{name}.log"
        command = _with_our_python(self.inside(service, service.command))
        environment = {**self.around(), **self.environment(service)}
        return self.supervisor.start(Child(name, command, log, environment, self.app))

    def runs(self, name: str, command: list[str] | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        """One command in the place of a service, as ``docker compose run`` would do it."""
        service = self.services[name]
        command = command or self.inside(service, service.command)
        return self.run(command, {**self.environment(service), **more})

    def is_healthy(self, name: str) -> bool:
        service = self.services[name]
        return self.runs(name, self.inside(service, service.health)).returncode == 0

    def environment(self, service: Service) -> dict[str, str]:
        said = {key: self._path(service, value) for key, value in service.environment.items()}
        return {"PORT": str(self.port), **said}

    def inside(self, service: Service, command: list[str]) -> list[str]:
        return [self._path(service, word) for word in command]

    def _path(self, service: Service, word: str) -> str:
        """Where a path of the container lies here. A secret that was not given to the service is not found."""
        word = word.replace(f"http://witness:{WITNESS}", f"http://127.0.0.1:{self.witness_port}")
        word = word.replace(WITNESS, str(self.witness_port))
        if word.startswith("/run/secrets/"):
            name = word.removeprefix("/run/secrets/")
            return str(self.secrets / name) if name in service.secrets else "/not-given"
        for volume in service.said.get("volumes", []):
            here, there = volume.split(":")[:2]
            if word.startswith(there):
                return word.replace(there, str(self._volume(here)))
        if word.startswith(MEMORY):
            own = self.folder / "tmp" / service.name
            own.mkdir(parents=True, exist_ok=True)
            return str(own / word.removeprefix(MEMORY))
        return word

    def _volume(self, name: str) -> Path:
        """A folder of secrets, or what Docker would keep under this name for all who have it."""
        if name.startswith("./secrets/"):
            return self.secrets / name.removeprefix("./secrets/")
        folder = self.folder / "volumes" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def run(self, command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            _with_our_python(command),
            cwd=self.app,
            env={**self.around(), **environment},
            capture_output=True,
            text=True,
            timeout=180,  # on a machine that is busy with other things
        )

    def done(self, command: list[str], environment: dict[str, str]) -> str:
        done = self.run(command, environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def snapshot(self) -> dict[str, float]:
        """Every file of the application, and when it was last written."""
        return {name: (self.app / name).stat().st_mtime for name in image.files(self.app)}

    def around(self) -> dict[str, str]:
        """What the image says, and where Python finds that some packages are gone."""
        said = {name: value for name, value in image.environment().items() if name not in ("PATH", "HOME")}
        return {
            **said,
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self.folder / "removed"),
            "PYTHONWARNINGS": AS_ROOT,
            "HOME": str(self.folder),
        }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _with_our_python(command: list[str]) -> list[str]:
    return [sys.executable if word == "python" else word for word in command]


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    private, supervisor = _claimed(), Supervisor()
    try:
        private.forget_data()
        yield Installation(folder, private, supervisor)
    finally:
        supervisor.end()
        private.release()


def _claimed() -> PrivateServices:
    """Several runs in one clone each take a slot; ``make demo-reset`` removes them."""
    (ROOT / "var").mkdir(exist_ok=True)
    for slot in count():
        private = PrivateServices(ROOT / "var" / f"test-deploy-{slot}", postgres_settings=CARELESS)
        try:
            private.claim()
        except HomeRefused:
            continue
        return private
    raise AssertionError("unreachable")
