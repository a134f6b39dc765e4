"""The course of a drill: people write, things fall, writing must go on, and at the end everything is counted."""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from threading import Event
from typing import Any

from drill.audit.course import WITHOUT_PLACE, figures_of_the_tree
from drill.figures import Figure
from drill.installation import Installation
from drill.kills.victims import kill
from drill.kills.writers import PATIENCE, Author, Notes, Writer
from drill.visitor import Visitor

LIMIT = 120.0  # seconds until writing goes on, and until everything has been told


class Stuck(Exception):
    """Nobody could write any more, or not everything was told: what fell did not come back."""


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


def kill_each(victims: Iterable[str], installation: Installation, notes: Notes) -> None:
    """One after the other, each as soon as writing has gone on after the one before."""
    until_somebody_writes(installation, notes)
    for number, victim in enumerate(victims, start=1):
        print(f"{number:>3} {victim}", file=sys.stderr)
        kill(installation, victim)
        installation.wait(random.uniform(0.3, 1.0))
        until_somebody_writes(installation, notes)


def until_somebody_writes(installation: Installation, notes: Notes) -> None:
    since = time.monotonic()
    if not installation.wait_for(lambda: notes.since(since), seconds=LIMIT):
        raise Stuck(f"Nobody could write any more for {LIMIT:.0f} seconds.")


def figures(notes: Notes, installation: Installation) -> list[Figure]:
    began = time.monotonic()
    if not installation.settle(seconds=LIMIT):
        raise Stuck(f"Not everything was told within {LIMIT:.0f} seconds.")
    if not installation.wait_for(lambda: installation.ask(WITHOUT_PLACE) == [(0,)], seconds=LIMIT):
        raise Stuck(f"Not every entry had its place within {LIMIT:.0f} seconds.")
    settling = time.monotonic() - began
    found = installation.within("drill.kills.found.found")
    for answer in notes.unexpected():
        print(f"unexpected: {answer}: {' '.join(answer.text.split())[-600:]}", file=sys.stderr)
    texts, accepted = Counter(found["texts"]), [text for _at, text in notes.acknowledged]
    return [
        Figure("accepted writes", len(accepted) or None),
        Figure("accepted writes lost", sum(text not in texts for text in accepted), at_most=0),
        Figure("writes doubled", sum(number > 1 for number in texts.values()), at_most=0),
        Figure("acts without entry in the log", found["without entry"], at_most=0),
        Figure("entries in the log without act", found["entry without act"], at_most=0),
        Figure("acts not told exactly once", found["not told once"], at_most=0),
        Figure("deliveries without entry in the log", found["delivered without entry"], at_most=0),
        *figures_of_the_tree(found),
        Figure("checkpoints a witness has signed", found["witnessed"] or None),
        Figure("errors that say too much", len(notes.told_too_much), at_most=0),
        Figure("answers neither done nor an error", len(notes.unexpected()), at_most=0),
        Figure("honest errors", notes.faults()),
        Figure("longest gap between accepted writes (s)", notes.longest_gap()),
        Figure("everything told after the last write (s)", settling),
    ]
