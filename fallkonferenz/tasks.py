"""Celery's part: it makes faster what the outbox asks for, and does what falls due when ``deliver`` is not running.

The arguments are ids only. Nothing is lost when a task is: the rows stay, and the next round finds them.
"""

import time
from uuid import UUID

from celery import shared_task
from kombu.exceptions import OperationalError

from fallkonferenz.actions import rounds
from fallkonferenz.outbox.queue import listeners

# After a broker that did not answer, nobody waits for it again until so many seconds have passed.
REST = 5.0
_silent_until = 0.0


@shared_task(ignore_result=True)
def deliver_message(pk: str) -> None:
    rounds.deliver_now(UUID(pk))


@shared_task(ignore_result=True)
def sweep() -> None:
    rounds.sweep()


@shared_task(ignore_result=True)
def watch() -> None:
    rounds.watch()


def publish(pk: UUID) -> None:
    """Called after the commit of an act. A broker that is away costs the act nothing: the row is there."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        deliver_message.apply_async((str(pk),), retry=False)
    except (OperationalError, OSError):
        _silent_until = time.monotonic() + REST


listeners.append(publish)
