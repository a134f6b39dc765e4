"""``python -m drill.audit.writer FILE``: four threads that act and record without pause, until SIGTERM.

An act is noted in the file when its commit was answered. Some are taken back, some take long, so that they commit after
others that began later. Some are of level 1: they are noted when a checkpoint covers them, or not at all.
"""

import os
import random
import signal
import sys
import time
from threading import Event as Signal
from threading import Thread
from uuid import uuid4

import django
from django.conf import settings
from django.db import Error, connection, transaction

BREATH = 0.01
ONE_IN = 20
LONGEST = 0.3
TRANSACT = "INSERT INTO drill_act (id) VALUES (%s)"


def write_until(ended: Signal, notes: int) -> None:
    from audit import levels, log

    while not ended.wait(BREATH):
        act = str(uuid4())
        try:
            if _is_done(act, log):
                levels.settle()
                os.write(notes, f"{act}\n".encode())
        except (Error, log.AuditUnavailable, levels.NotConfirmed):
            connection.close()  # the next one connects anew
            time.sleep(10 * BREATH)
    connection.close()


def _is_done(act: str, log: object) -> bool:
    """Not, when it was taken back."""
    is_taken_back = random.randrange(ONE_IN) == 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TRANSACT, [act])
        event = "drill.told" if random.randrange(ONE_IN) == 0 else "drill.act"
        log.record(event, actor=None, role="writer", institution=None, object=act)
        if random.randrange(ONE_IN) == 0:
            time.sleep(random.uniform(0, LONGEST))
        transaction.set_rollback(is_taken_back)
    return not is_taken_back


def main() -> None:
    settings.INSTALLED_APPS = ["audit"]  # twice as fast: it is started again and again
    django.setup()
    from audit import events, levels

    told = events.Event("drill.told", "Something was told.", level=events.Level.CHECKPOINTED)
    events.register([events.Event("drill.act", "Something was done."), told])
    levels.wait_from_now_on()
    ended = Signal()
    signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
    notes = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    threads = [Thread(target=write_until, args=[ended, notes]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
