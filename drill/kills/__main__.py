"""``python -m drill.kills``: twenty kills under writing people (``--long``: three hundred), then a minute without broker.

Prints one line per figure and ends with 1 if one falls short.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from threading import Event
from typing import Any

from drill.figures import Figure, printed
from drill.installation import Installation, running
from drill.kills.victims import ROUND, kill
from drill.kills.writers import PATIENCE, Author, Notes, Writer
from drill.visitor import Visitor

SHORT, LONG = 1, 15  # rounds of twenty
LIMIT = 120.0  # seconds until writing goes on, and until everything has been told
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
    writers = start_writing(authors(installation, notes), ended)
    _until_somebody_writes(installation, notes)
    victims = random.sample(ROUND * rounds, len(ROUND) * rounds)
    for number, victim in enumerate(victims, start=1):
        print(f"{number:>3} {victim}", file=sys.stderr)
        kill(installation, victim)
        installation.wait(random.uniform(0.3, 1.0))  # noqa: S311 - chance, not a secret
        _until_somebody_writes(installation, notes)
    without_broker = _without_broker(installation, notes)
    stop(writers, ended)
    settling = _settled(installation)
    return [Figure("kills", len(victims)), *figures(notes, installation, settling), without_broker]


def authors(installation: Installation, notes: Notes) -> list[Author]:
    accounts: list[dict[str, Any]] = json.loads((installation.folder / "people.json").read_text())
    return [
        Author(Visitor(installation.address, origin=f"198.51.100.{number}", patience=PATIENCE), account, notes)
        for number, account in enumerate(accounts, start=1)
    ]


def start_writing(authors: list[Author], ended: Event) -> list[Writer]:
    writers = [Writer(author, ended) for author in authors]
    for writer in writers:
        writer.start()
    return writers


def stop(writers: list[Writer], ended: Event) -> None:
    ended.set()
    for writer in writers:
        writer.join()


def _until_somebody_writes(installation: Installation, notes: Notes) -> None:
    since = time.monotonic()
    if not installation.wait_for(lambda: notes.since(since), seconds=LIMIT):
        raise SystemExit(f"Nobody could write any more for {LIMIT:.0f} seconds.")


def _without_broker(installation: Installation, notes: Notes) -> Figure:
    """People go on writing; the outbox and ``deliver`` need no broker."""
    before = time.monotonic()
    with installation.without("Valkey"):
        installation.wait(BROKER_AWAY)
    return Figure(f"writes in {BROKER_AWAY:.0f} seconds without broker", notes.since(before) or None)


def _settled(installation: Installation) -> float | None:
    began = time.monotonic()
    return time.monotonic() - began if installation.settle(seconds=LIMIT) else None


def figures(notes: Notes, installation: Installation, settling: float | None) -> list[Figure]:
    found = installation.within("drill.kills.found.found")
    texts, accepted = Counter(found["texts"]), [text for _at, text in notes.acknowledged]
    return [
        Figure("accepted writes", len(accepted) or None),
        Figure("accepted writes lost", sum(text not in texts for text in accepted), at_most=0),
        Figure("writes doubled", sum(number > 1 for number in texts.values()), at_most=0),
        Figure("acts without entry in the log", found["without entry"], at_most=0),
        Figure("entries in the log without act", found["entry without act"], at_most=0),
        Figure("acts not told exactly once", found["not told once"], at_most=0),
        Figure("deliveries without entry in the log", found["delivered without entry"], at_most=0),
        Figure("errors that say too much", len(notes.told_too_much), at_most=0),
        Figure("answers neither done nor an error", sum(notes.unexpected().values()), at_most=0),
        Figure("honest errors", notes.faults()),
        Figure("longest gap between accepted writes (s)", notes.longest_gap()),
        Figure("everything told after the last write (s)", settling),
    ]


if __name__ == "__main__":
    sys.exit(main())
