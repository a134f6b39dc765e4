"""``python -m bench SIZE``: builds two databases, measures, prints; ends with 1 when a figure is short, 2 when it is wrong."""

import argparse
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError

from bench import report, scoring
from bench.cluster import Cluster, started
from bench.figures import AGAINST_GUARDIAN, CALLS, CALLS_AGAINST_GUARDIAN, FIGURES, Sizes
from bench.rounds import Broken, Medians, Pace, Worker, measure
from fallkonferenz.demo.children import StartFailed
from fallkonferenz.demo.environment import VAR
from fallkonferenz.demo.home import HomeRefused


@dataclass(frozen=True)
class Plan:
    sizes: Sizes
    pace: Pace
    against_guardian: Pace
    memory: str  # of the server, for its pages


PLANS = {
    "tiny": Plan(Sizes(100, 200), Pace(0, 2), Pace(0, 2), "64MB"),
    "small": Plan(Sizes(1000, 50_000), Pace(25, 10), Pace(8, 4), "512MB"),
    "large": Plan(Sizes(1000, 1_000_000), Pace(150, 50), Pace(60, 10), "6GB"),
}


def main() -> int:
    arguments = _arguments()
    plan = PLANS[arguments.size]
    try:
        with started(arguments.home, memory=plan.memory) as cluster, ExitStack() as ends:
            workers = {cases: _worker(cluster, cases, ends) for cases in (plan.sizes.small, plan.sizes.large)}
            return _measured(plan, workers)
    except (Broken, HomeRefused, StartFailed, CalledProcessError) as failure:
        print(failure, file=sys.stderr)
        return report.WRONG


def _worker(cluster: Cluster, cases: int, ends: ExitStack) -> Worker:
    worker = Worker(cluster, cluster.make(cases))
    ends.callback(worker.end)
    worker.ask("seal")
    return worker


def _measured(plan: Plan, workers: dict[int, Worker]) -> int:
    medians = Medians()
    wrong = _wrong(workers, "wrong")
    rounds = measure(workers, CALLS, plan.pace, medians)
    for worker in workers.values():
        worker.ask("yardstick")
    more = measure(workers, CALLS_AGAINST_GUARDIAN, plan.against_guardian, medians)
    wrong += _wrong(workers, "wrong") + _wrong(workers, "guardian")
    told = [*report.told((*FIGURES, *AGAINST_GUARDIAN), medians, plan.sizes), *scoring.told()]
    facts = {cases: worker.ask("facts") for cases, worker in workers.items()}
    print(*report.circumstances(facts, (rounds, more)), "", *map(report.line, told), *wrong, sep="\n")
    return report.status(told, wrong)


def _wrong(workers: dict[int, Worker], about: str) -> list[str]:
    return [
        f"WRONG: {cases:,} cases: {sentence}" for cases, worker in workers.items() for sentence in worker.ask(about)
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("size", choices=PLANS, help="tiny tries the harness: its figures mean nothing")
    parser.add_argument("--home", type=Path, default=VAR / "bench", help="folder of the private server")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
