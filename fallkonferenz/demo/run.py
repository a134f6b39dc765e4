"""The whole demo: services, database, witness, sequencer, web, worker, beat and deliver, until somebody ends it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from types import FrameType

from fallkonferenz.demo import environment, keys
from fallkonferenz.demo.children import Child, StartFailed, Supervisor
from fallkonferenz.demo.environment import ROOT, VAR
from fallkonferenz.demo.services import PrivateServices
from fallkonferenz.demo.valkey import LOOPBACK, is_free
from fallkonferenz.demo.witness import Witness

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
AS_ROOT = ("-W", "ignore:You're running the worker with superuser privileges")  # pickle is off: JSON only
CELERY = (*AS_ROOT, "-m", "celery", "--app", "fallkonferenz.config.celery", "--quiet")
GUNICORN = ("-m", "gunicorn", "fallkonferenz.config.wsgi:application", "--worker-class", "gthread", "--threads", "8")
# fmt: off
PROCESSES = (
    # name        database role   python ...
    ("sequencer", "fk_sequencer", ("manage.py", "sequencer")),
    ("web",       "fk_web",       (*GUNICORN, "--no-control-socket", "--bind", "{address}")),
    ("worker",    "fk_worker",    (*CELERY, "worker", "--concurrency", "1", "--loglevel", "WARNING")),
    ("beat",      "fk_worker",    (*CELERY, "beat", "--loglevel", "WARNING", "--schedule", "{var}/beat-schedule")),
    ("deliver",   "fk_worker",    ("manage.py", "deliver")),
)
# fmt: on


def run(port: int) -> None:
    if not is_free(port):
        raise StartFailed(f"Port {port} is taken; choose another one: make demo PORT={port + 1}")
    os.environ.setdefault("FALLKONFERENZ_ADDRESS", f"http://localhost:{port}")
    services = PrivateServices(VAR)
    services.claim()
    _close_the_mail_folder()
    supervisor = Supervisor(say=_say)
    with _ended_in_order(supervisor):
        services.start(supervisor, without=environment.GIVEN)
        _start_witness(supervisor, services)
        accounts = _prepare(services)
        _start_processes(supervisor, services, port)
        _greet(accounts, port)
        _watch(supervisor)


@contextmanager
def _ended_in_order(supervisor: Supervisor) -> Iterator[None]:
    for ending in ENDINGS:
        signal.signal(ending, _end)
    try:
        yield
    finally:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        supervisor.end()


def _close_the_mail_folder() -> None:
    """Django would make it open to everybody on the machine."""
    folder = VAR / "mail"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _prepare(services: PrivateServices) -> list[dict[str, str]]:
    """Roles, tables, keys and invented data: one process, as the administrator. Answers the accounts."""
    done = subprocess.run(
        [sys.executable, "manage.py", "demo_prepare"],
        env={**os.environ, **environment.of_the_administrator(services)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise StartFailed("The demo's database could not be prepared; the reason stands above.")
    return json.loads(done.stdout or "[]")


def _start_witness(supervisor: Supervisor, services: PrivateServices) -> None:
    """Beside the private database only; another one has another past, of which this witness knows nothing."""
    if "DATABASE_URL" not in environment.GIVEN:
        witness = Witness(services.home, services.secrets)
        witness.choose_port()
        supervisor.start(witness.child(witness.policy(environment.ORIGIN), ROOT))


def _start_processes(supervisor: Supervisor, services: PrivateServices, port: int) -> None:
    for name, role, arguments in PROCESSES:
        filled = [part.format(address=f"{LOOPBACK}:{port}", var=VAR) for part in arguments]
        supervisor.start(
            Child(
                name,
                [sys.executable, *filled],
                log=services.home.log(name),
                environment={**os.environ, **environment.logged_in_as(role, services)},
                cwd=ROOT,
            )
        )
    web = next(child for child in supervisor.children if child.name == "web")
    web.wait_until(lambda: _answers(port), seconds=60)


def _answers(port: int) -> bool:
    """Whatever it answers: that it does is enough."""
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/login/")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _greet(accounts: list[dict[str, str]], port: int) -> None:
    for account in accounts:
        _say("  {login:<20} {passphrase:<32} {sees}".format_map({"sees": "", **account}))
    _say(f"Zugriffsprotokoll öffnen: {VAR / 'keys' / keys.OFFICERS}/datenschutz-1.key, Passphrase {keys.PASSPHRASE}")
    _say(f"Fallkonferenz, a demo with invented data: http://localhost:{port}/   (Ctrl-C ends it)")


def _watch(supervisor: Supervisor) -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        supervisor.look_after()
        time.sleep(0.1)


def _say(sentence: str) -> None:
    print(sentence, flush=True)
