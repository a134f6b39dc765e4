"""A process of the web: one change of a row by Django, unaudited, in our log, in the peer's; prints the medians as JSON.

Each is one transaction, as a request is: read the row, save it, write what the log asks for, commit to the disk. None has
savepoints that the others have not.
"""

import json
import sys
from collections.abc import Callable
from hashlib import md5
from statistics import median
from time import perf_counter
from uuid import UUID

import django

django.setup()

from auditlog.registry import auditlog
from django.db import transaction

from audit import events, levels, log
from audit.events import Event, Operation
from bench.log.models import Act, Logged, Plain

WARM_UP = 50
ROWS = 100
OFTEN = 20
EVENT = Event("bench.change", "Somebody changed something.", Operation.CHANGE)
WAITED = Event("bench.wait", "Somebody did what waits for a checkpoint.", Operation.CHANGE, events.Level.CHECKPOINTED)
ACTOR = UUID(int=1)
DETAILS = {"fields": ["text", "count"], "note": "x" * 160}


def plain(turn: int) -> None:
    with transaction.atomic():
        _change(Plain, turn)


def ours(turn: int) -> None:
    with transaction.atomic():
        _record("bench.change", _change(Plain, turn))


def peers(turn: int) -> None:
    with transaction.atomic():
        _change(Logged, turn)


def checkpointed(turn: int) -> None:
    """From the act to the signed checkpoint it stands under. NotConfirmed where there is none in time."""
    with transaction.atomic():
        _record("bench.wait", _change(Plain, turn))
    levels.settle()


def _change(model: type[Act], turn: int) -> Act:
    row = model.objects.get(pk=UUID(md5(f"bench {turn % ROWS}".encode(), usedforsecurity=False).hexdigest()))
    row.count += 1
    row.save()
    return row


def _record(event: str, row: Act) -> None:
    log.record(event, actor=ACTOR, role="professional", institution=7, case=row.pk, details=DETAILS)


def medians(calls: tuple[Callable[[int], None], ...], rounds: int) -> dict[str, float]:
    samples: dict[str, list[float]] = {call.__name__: [] for call in calls}
    for turn in range(-WARM_UP, rounds):
        for call in calls[turn % len(calls) :] + calls[: turn % len(calls)]:
            began = perf_counter()
            call(turn % ROWS)
            if turn >= 0:
                samples[call.__name__].append(perf_counter() - began)
    return {name: median(seconds) for name, seconds in samples.items()}


if __name__ == "__main__":
    auditlog.register(Logged)
    events.register([EVENT, WAITED])
    levels.wait_from_now_on()
    calls = {"change": (plain, ours, peers), "wait": (checkpointed,)}[sys.argv[1]]
    print(json.dumps(medians(calls, int(sys.argv[2]))))
