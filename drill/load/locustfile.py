"""What locust runs: sixty people at work, and two visitors who look at the static page all the time.

Started by ``make load``. By itself it refuses every host but this machine, and it ends by itself in any case.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from gevent.lock import Semaphore
from locust import User, events, task

from drill.load.person import AT_WORK, Person, Unexpected
from drill.visitor import NotHere, Visitor, only_here

ACCOUNTS = json.loads(Path(os.environ["DRILL_ACCOUNTS"]).read_text())
REPORT = Path(os.environ["DRILL_REPORT"])
SECONDS = float(os.environ["DRILL_SECONDS"])
MOST_REQUESTS = int(os.environ["DRILL_MOST_REQUESTS"])
READS_FOR = (2.0, 8.0)  # seconds between two pages; people take longer
GLANCES_FOR = (0.4, 0.8)
WARMING_UP = 5.0  # seconds of work that are not measured
AT_THE_DOOR = 2  # a passphrase is slow on purpose: no more than the cores sign in at once

numbers = count(1)
door = Semaphore(AT_THE_DOOR)
everybody_is_in = Event()
signed_in: list[str] = []
told: list[tuple[float, str, float, str]] = []
window: list[float] = []  # the measured time: from when until when


@events.init.add_listener
def refuse_other_machines(environment: Any, **kwargs: Any) -> None:
    try:
        only_here(environment.host or "")
    except NotHere as refusal:
        sys.exit(str(refusal))


class AtWork(User):
    """One account each, signed in once; the work begins when everybody is there."""

    fixed_count = len(ACCOUNTS)

    def on_start(self) -> None:
        account = ACCOUNTS.pop()
        self.chance = random.Random(account["login"])
        self.doings = AT_WORK[account["role"]]
        self.person = Person(_visitor(self), tell=_tell, rest=_no_rest, chance=self.chance)
        with door:
            self.person.sign_in(account["login"], account["passphrase"])
        self.person.rest = lambda: gevent.sleep(self.chance.uniform(*READS_FOR))
        signed_in.append(account["login"])
        if len(signed_in) == self.fixed_count:
            _begin()
        everybody_is_in.wait()
        self.person.rest()

    @task
    def do(self) -> None:
        doing = self.chance.choices(list(self.doings), list(self.doings.values()))[0]
        _attempted(lambda: doing(self.person))
        _end_in_time(self.environment.runner)


class Glancing(User):
    """Nobody at the plainest page: the measure of the others."""

    fixed_count = 2

    def on_start(self) -> None:
        chance = random.Random(0)

        def rest() -> None:
            gevent.sleep(chance.uniform(*GLANCES_FOR))

        self.person = Person(_visitor(self), tell=_tell, rest=rest, chance=chance)
        everybody_is_in.wait()

    @task
    def glance(self) -> None:
        _attempted(self.person.read_nothing)


def _visitor(user: User) -> Visitor:
    """The proxy tells the limits of the login where somebody comes from: everybody from somewhere else."""
    return Visitor(user.host, origin=f"198.51.100.{next(numbers)}", patience=60)


def _tell(kind: str, milliseconds: float, wrong: str) -> None:
    told.append((time.time(), kind, milliseconds, wrong))


def _no_rest() -> None:
    """Who signs in is in a hurry."""


def _begin() -> None:
    began = time.time() + WARMING_UP
    window.extend([began, began + SECONDS])
    everybody_is_in.set()


def _attempted(do: Callable[[], None]) -> None:
    try:
        do()
    except Unexpected:
        """It was told of already, and the person goes on with something else."""


def _end_in_time(runner: Any) -> None:
    is_over = bool(window) and time.time() > window[1]
    if is_over or len(told) >= MOST_REQUESTS:
        runner.quit()


@events.quitting.add_listener
def report(**kwargs: Any) -> None:
    REPORT.write_text(json.dumps({"signed_in": len(signed_in), "window": window, "told": told}))
