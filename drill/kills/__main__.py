"""``python -m drill.kills``: twenty kills under writing people (``--long``: three hundred), then a minute without broker.

Prints one line per figure and ends with 1 if one falls short.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

from drill.figures import Figure, printed
from drill.installation import Installation, running
from drill.kills.course import authors, figures, kill_each, start_writing, stop
from drill.kills.victims import ROUND
from drill.kills.writers import Notes

SHORT, LONG = 1, 15  # rounds of twenty
BROKER_AWAY = 60.0


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m drill.kills", description=__doc__)
    arguments.add_argument("--long", action="store_true", help="three hundred kills instead of twenty")
    rounds = LONG if arguments.parse_args().long else SHORT
    folder = Path(tempfile.mkdtemp(prefix="fk-drill-"))
    try:
        with running(folder, slot="drill", prepare="drill.kills.cases.prepare") as installation:
            return printed(_drilled(installation, rounds))
    finally:
        shutil.rmtree(folder)


def _drilled(installation: Installation, rounds: int) -> list[Figure]:
    notes, ended = Notes(), Event()
    victims = random.sample(ROUND * rounds, len(ROUND) * rounds)
    writers = start_writing(authors(installation, notes), ended)
    kill_each(victims, installation, notes)
    without_broker = _without_broker(installation, notes)
    stop(writers, ended)
    return [Figure("kills", len(victims)), *figures(notes, installation), without_broker]


def _without_broker(installation: Installation, notes: Notes) -> Figure:
    """People go on writing; the outbox and ``deliver`` need no broker."""
    before = time.monotonic()
    with installation.without("Valkey"):
        installation.wait(BROKER_AWAY)
    return Figure(f"writes in {BROKER_AWAY:.0f} seconds without broker", notes.since(before) or None)


if __name__ == "__main__":
    sys.exit(main())
