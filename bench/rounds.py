"""The workers, one per database, and the rounds: everything is timed once a round, in every database in turn.

Whatever else the machine does in a moment falls on all figures alike, and a median over rounds forgets it.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median
from time import monotonic
from typing import Any

from bench.cluster import WEB, Cluster
from fallkonferenz.demo.environment import ROOT

WARM_UP = 3  # rounds that fill caches and count for nothing
Call = tuple[Any, ...]  # a subject and its arguments


@dataclass(frozen=True)
class Pace:
    """As many rounds as fit into the seconds, and never fewer than the fewest."""

    seconds: float
    fewest: int


class Worker:
    def __init__(self, cluster: Cluster, database: str) -> None:
        self.log = cluster.log(database)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker"],
            env=cluster.environment(WEB, database),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log.open("w"),
            text=True,
        )

    def ask(self, question: str, *arguments: Any) -> Any:
        self.process.stdin.write(json.dumps([question, *arguments]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Broken(f"{question} {arguments}: the worker ended. {self.log} ends with:\n{self._last_lines()}")
        return json.loads(line)

    def end(self) -> None:
        self.process.communicate()

    def _last_lines(self) -> str:
        return "\n".join(self.log.read_text().splitlines()[-8:])


class Broken(Exception):
    """A worker fell, so there is nothing to report."""


class Medians:
    """Seconds, by call and database; figures ask for the median."""

    def __init__(self) -> None:
        self._samples: dict[tuple[Call, int], list[float]] = defaultdict(list)

    def note(self, call: Call, cases: int, seconds: float) -> None:
        self._samples[call, cases].append(seconds)

    def of(self, call: Call, cases: int) -> float:
        return median(self._samples[call, cases])


def measure(workers: dict[int, Worker], calls: Sequence[Call], pace: Pace, medians: Medians) -> int:
    """Answers the number of rounds that count."""
    turn, ends = -WARM_UP, 0.0
    while turn < pace.fewest or monotonic() < ends:
        if turn == 0:
            ends = monotonic() + pace.seconds
        for call, (cases, worker) in product(calls, _in_turn(workers, turn)):
            seconds = worker.ask("time", call[0], turn, *call[1:])
            if turn >= 0:
                medians.note(call, cases, seconds)
        turn += 1
    return turn


def _in_turn(workers: dict[int, Worker], turn: int) -> list[tuple[int, Worker]]:
    """Neither database is always the first."""
    order = list(workers.items())
    return order if turn % 2 else order[::-1]
