"""``python -m bench.log``: what the log costs and gives, side by side in one run; ends with 1 when a figure is short."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import psycopg
from psycopg import sql

from bench import report
from bench.cluster import TEMPLATE, Cluster, started
from bench.figures import fits
from bench.log import crypto, reading, writers
from fallkonferenz.database import SEQUENCER, WEB
from fallkonferenz.demo import environment, keys
from fallkonferenz.demo.children import StartFailed
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.postgres import ADMINISTRATOR

DATABASE = "bench_log"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "bench.log.settings"}
UNWATCHED = {
    "FALLKONFERENZ_AUDIT_POLICY_FILE": "",
    "FALLKONFERENZ_AUDIT_WITNESS_URL": "",
    "FALLKONFERENZ_AUDIT_WITHOUT_WITNESS": "1",
}
ROUNDS, WAITS = 500, 200
QUICK_BEAT, USUAL_BEAT = "0.01", "0.5"
# fmt: off
FIGURES = (
    ("write by Django, audited ÷ unaudited",       "≤ 1.30"),
    ("write by Django, audited ÷ django-auditlog", "≤ 0.6"),
    ("64 writers, audited ÷ unaudited",            "≥ 0.60"),
    ("64 writers, audited ÷ chained",              "≥ 5"),
    ("sealed box ÷ seal",                          "≥ 20"),
    ("sealed box ÷ open",                          "≥ 20"),
    ("bytes of cryptography per entry",            "≤ 32"),
    ("verified entries ÷ SHA-256 of 450 bytes",    "≥ 0.05"),
    ("verified, opened, filtered ÷ the same",      "≥ 0.02"),
    ("verified ÷ the same, 100 to a checkpoint",   "≥ 0.05"),
    ("verified ÷ the same, 10 to a checkpoint",    "≥ 0.02"),
    ("verified ÷ the same, 1 to a checkpoint",     "≥ 0.004"),
    ("memory of verify, large ÷ small",            "≤ 1.2"),
    ("memory of read, large ÷ small",              "≤ 1.2"),
    ("act to signed checkpoint, milliseconds",     "≤ 20"),
)
# fmt: on


def main() -> int:
    home = environment.VAR / "bench"
    try:
        with started(home, memory="256MB") as cluster, tempfile.TemporaryDirectory() as folder:
            found = _found(cluster, Path(folder))
    except (HomeRefused, StartFailed, CalledProcessError) as failure:
        print(failure, getattr(failure, "stderr", ""), file=sys.stderr)
        return report.WRONG
    for name, goal in FIGURES:
        print(f"{name:<{report.WIDTH}} {found[name]:>7.2f}  {goal:<6} {'ok' if fits(found[name], goal) else 'short'}")
    return 0 if all(fits(found[name], goal) for name, goal in FIGURES) else report.SHORT


def _found(cluster: Cluster, folder: Path) -> dict[str, float]:
    _make_database(cluster)
    _say("sealing")
    found = crypto.ratios()
    _say("checking and reading")
    found |= reading.ratios(folder)
    _say("writing")
    found |= _changes(_writes(cluster, "change", ROUNDS))
    _say("64 writers")
    with _sequencer(cluster, USUAL_BEAT):
        pgbench = cluster.services.home.binaries.postgres / "pgbench"
        url = cluster.url(WEB, DATABASE)
        found |= writers.ratios(writers.throughput(pgbench, url, folder, seconds=3, rounds=3))
    _say("waiting for checkpoints")
    with _sequencer(cluster, QUICK_BEAT):
        waited = _writes(cluster, "wait", WAITS)
    return found | {"act to signed checkpoint, milliseconds": waited["checkpointed"] * 1000}


def _say(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


def _changes(seconds: dict[str, float]) -> dict[str, float]:
    return {
        "write by Django, audited ÷ unaudited": seconds["ours"] / seconds["plain"],
        "write by Django, audited ÷ django-auditlog": seconds["ours"] / seconds["peers"],
    }


def _make_database(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(ADMINISTRATOR, "postgres"), autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(TEMPLATE)))
    _run(cluster, ADMINISTRATOR, "-m", "bench.log.prepare")


def _writes(cluster: Cluster, what: str, rounds: int) -> dict[str, float]:
    return json.loads(_run(cluster, WEB, "-m", "bench.log.writes", what, str(rounds)))


def _run(cluster: Cluster, role: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        env=_environment(cluster, role),
        cwd=environment.ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@contextmanager
def _sequencer(cluster: Cluster, beat: str) -> Iterator[None]:
    """Beside the block, from its first beat on. StartFailed where it does not come to that, or ended by itself."""
    path = cluster.log("sequencer")
    key = {"FALLKONFERENZ_AUDIT_LOG_KEY_FILE": str(keys.log_key(cluster.services.secrets.folder))}
    environment_of_it = {**_environment(cluster, SEQUENCER), **UNWATCHED, **key}
    command: Sequence[Any] = [sys.executable, "manage.py", "sequencer", "--beat", beat]
    with path.open("w") as log, _beats(cluster) as has_beaten:
        process = subprocess.Popen(command, env=environment_of_it, cwd=environment.ROOT, stdout=log, stderr=log)
        try:
            while process.poll() is None and not has_beaten():
                time.sleep(0.05)
            yield
            if process.poll() is not None:
                raise StartFailed(f"The sequencer did not stay: {path.read_text()}")
        finally:
            process.terminate()
            process.wait()


@contextmanager
def _beats(cluster: Cluster) -> Iterator[Callable[[], bool]]:
    """Whether the sequencer has beaten since."""
    with psycopg.connect(cluster.url(ADMINISTRATOR, DATABASE), autocommit=True) as connection:
        since = connection.execute("SELECT clock_timestamp()").fetchone()
        question = "SELECT coalesce(beat_at > %s, false) FROM audit_sequencer_state"
        yield lambda: connection.execute(question, since).fetchone() == (True,)


def _environment(cluster: Cluster, role: str) -> dict[str, str]:
    return {**cluster.environment(role, DATABASE), **SETTINGS}


if __name__ == "__main__":
    os.chdir(environment.ROOT)
    sys.exit(main())
