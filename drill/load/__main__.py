"""``python -m drill.load``: prints one line per figure and ends with 1 if one falls short.

``--long`` measures for ten minutes instead of one. The host is this machine; there is no way to name another.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from drill.figures import Figure, mean, p95, printed, ratio
from drill.installation import ROOT, Installation, running
from drill.load.memory import megabytes_of

LOCUST = ROOT / ".venv-load" / "bin" / "locust"
SHORT, LONG = 60.0, 600.0
MOST_REQUESTS = 60_000
PEOPLE, GLANCING = 60, 2
SPAWNED_A_SECOND = 20
PATIENCE = 300.0  # seconds beside the measured ones: signing in, and the last answers
MEASURED_IN = ("web", "worker")
# The issue gives no number; these are what the screens are held to since they were first measured.
GOALS = {"list": 12.0, "file": 25.0, "write": 25.0}
FLAT = 1.1

Sample = tuple[float, float]  # when, megabytes


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m drill.load", description=__doc__)
    arguments.add_argument("--long", action="store_true", help="ten minutes instead of one")
    seconds = LONG if arguments.parse_args().long else SHORT
    folder = Path(tempfile.mkdtemp(prefix="fk-load-"))
    print(f"making the cases, then {PEOPLE} people for {seconds:.0f} seconds", flush=True)
    try:
        with running(folder, slot="load", prepare="drill.load.cases.prepare") as installation:
            samples = _put_under_load(installation, seconds)
        return printed(figures(json.loads((folder / "report.json").read_text()), samples))
    finally:
        shutil.rmtree(folder)


def _put_under_load(installation: Installation, seconds: float) -> list[Sample]:
    """Looks after the installation and its memory while locust runs."""
    samples: list[Sample] = []
    locust = _start_locust(installation, seconds)
    sessions = {installation.children[name].pid for name in MEASURED_IN}
    while locust.poll() is None:
        samples.append((time.time(), megabytes_of(sessions)))
        installation.wait(1.0)
    if locust.returncode not in (0, 1):  # 1: locust counted a failure; we count ourselves
        raise SystemExit(f"locust ended with {locust.returncode}.")
    return samples


def _start_locust(installation: Installation, seconds: float) -> subprocess.Popen[bytes]:
    folder = installation.folder
    command = [
        *(str(LOCUST), "--headless", "--only-summary", "--locustfile", "drill/load/locustfile.py"),
        *("--host", installation.address, "--users", str(PEOPLE + GLANCING)),
        *("--spawn-rate", str(SPAWNED_A_SECOND), "--run-time", f"{seconds + PATIENCE:.0f}s", "--stop-timeout", "30"),
    ]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DRILL_ACCOUNTS": str(folder / "people.json"),
        "DRILL_REPORT": str(folder / "report.json"),
        "DRILL_SECONDS": str(seconds),
        "DRILL_MOST_REQUESTS": str(MOST_REQUESTS),
    }
    with (folder / "locust.log").open("wb") as log:
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)


def figures(report: dict[str, Any], samples: list[Sample]) -> list[Figure]:
    """Of the time in which everybody was at work; a run in which they never were falls short in all."""
    began, ended = report["window"] or (0.0, 0.0)
    told = [row for row in report["told"] if began <= row[0] <= ended]
    wrong = [row for row in report["told"] if row[3]]
    _explain(wrong)
    by_kind = {kind: p95([row[2] for row in told if row[1] == kind]) for kind in ("static", *GOALS)}
    return [
        Figure("people at work", report["signed_in"] or None),
        Figure("requests in the measured time", len(told) or None),
        Figure("writes in the measured time", sum(row[1] == "write" for row in told) or None),
        Figure("errors", len(wrong), at_most=0),
        Figure("memory of web and worker, last ÷ middle third", _growth(samples, began, ended), at_most=FLAT),
        Figure("p95 of the static page (ms)", by_kind["static"]),
        *(Figure(f"p95 of {kind} (ms)", by_kind[kind]) for kind in GOALS),
        *(
            Figure(f"p95 of {kind} ÷ static page", ratio(by_kind[kind], by_kind["static"]), at_most=goal)
            for kind, goal in GOALS.items()
        ),
    ]


def _growth(samples: list[Sample], began: float, ended: float) -> float | None:
    third = (ended - began) / 3
    middle = [size for at, size in samples if began + third <= at < began + 2 * third]
    last = [size for at, size in samples if began + 2 * third <= at <= ended]
    return ratio(mean(last), mean(middle))


def _explain(wrong: list[Any]) -> None:
    for kind, sentence in sorted({(row[1], row[3]) for row in wrong}):
        print(f"wrong: {kind}: {sentence}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
