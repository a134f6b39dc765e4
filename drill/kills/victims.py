"""What falls in a drill, and how: always at once and without a word (SIGKILL)."""

import os
import random
import signal
from contextlib import suppress

from drill.installation import Installation

PROCESSES = ("witness", "sequencer", "web", "worker", "beat", "deliver")
SERVICES = ("Valkey", "PostgreSQL")
EVERYTHING = "everything"
BACKEND = "database backend"
# Twenty kills, as often as the thing would hurt; a long drill takes them fifteen times.
ROUND = (
    *("web", "web process", "web process"),
    *("worker", "witness", "sequencer", "beat", "deliver", "deliver"),
    *("Valkey", "Valkey", "Valkey"),
    *(BACKEND, BACKEND, BACKEND, "PostgreSQL", "PostgreSQL", "PostgreSQL"),
    *(EVERYTHING, EVERYTHING),
)
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


def kill(installation: Installation, victim: str) -> None:
    for pid in _pids(installation, victim):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _pids(installation: Installation, victim: str) -> list[int]:
    if victim == EVERYTHING:
        return [pid for name in (*PROCESSES, *SERVICES) for pid in _running(installation, name)]
    if victim == BACKEND:
        return _one_of([pid for (pid,) in installation.ask(BACKENDS)])
    if victim == "web process":
        return _one_of([child for pid in _running(installation, "web") for child in _children_of(pid)])
    return _running(installation, victim)


def _running(installation: Installation, name: str) -> list[int]:
    child = installation.children[name]
    return [child.pid] if child.is_running else []


def _one_of(pids: list[int]) -> list[int]:
    return [random.choice(pids)] if pids else []


def _children_of(pid: int) -> list[int]:
    """Of any of its threads; nothing once it has fallen."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            return [int(child) for child in children.read().split()]
    except OSError:
        return []
