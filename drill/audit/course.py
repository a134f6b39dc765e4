"""The course: two processes write by four threads each, things fall, both log and acts must go on; then all is counted."""

import os
import random
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from drill.figures import Figure
from drill.installation import Installation, with_services

SHORT, LONG = 1, 10  # rounds of ten kills
WRITERS = ("writer-1", "writer-2")
SEQUENCERS = ("sequencer", "sequencer-2")  # it may run twice
SEQUENCER, POSTGRES, EVERYTHING, WRITER = "sequencer", "PostgreSQL", "everything", "writer"
ROUND = (*[SEQUENCER] * 3, *[POSTGRES] * 3, *[WRITER] * 2, *[EVERYTHING] * 2)
BEAT = ("--beat", "0.05")
LIMIT = 60.0  # seconds until acts and checkpoints go on, and until everything has its place
CHECKPOINTED = "SELECT coalesce(max(size), 0) FROM audit_checkpoint"
WITHOUT_PLACE = (
    "SELECT count(*) FROM audit_entry e"
    " WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE (l.epoch_id, l.counter) = (e.epoch_id, e.counter))"
)


class Stuck(Exception):
    """What fell did not come back."""


def drilled(folder: Path, *, slot: str, rounds: int, postgres_settings: Sequence[str] = ()) -> list[Figure]:
    victims = random.sample(ROUND * rounds, len(ROUND) * rounds)
    without = ("REDIS_URL",)  # the log knows no broker
    with with_services(folder, slot=slot, without=without, postgres_settings=postgres_settings) as installation:
        installation.within("drill.audit.prepare.prepare")
        for name in SEQUENCERS:
            installation.start(name, "fk_sequencer", ["manage.py", "sequencer", *BEAT])
        for name in WRITERS:
            installation.start(name, "fk_web", ["-m", "drill.audit.writer", str(folder / name)])
        _kill_each(victims, installation)
        _end_writing(installation)
        return [Figure("kills", len(victims)), *_figures(installation)]


def _kill_each(victims: Iterable[str], installation: Installation) -> None:
    """One after the other, each as soon as acts and checkpoints have gone on after the one before."""
    _until_it_goes_on(installation)
    for number, victim in enumerate(victims, start=1):
        print(f"{number:>3} {victim}", file=sys.stderr)
        for name in _fallen(victim):
            child = installation.children[name]
            if child.is_running:
                os.kill(child.pid, signal.SIGKILL)
        installation.wait(random.uniform(0.0, 0.4))
        _until_it_goes_on(installation)


def _fallen(victim: str) -> tuple[str, ...]:
    if victim == EVERYTHING:
        return (POSTGRES, *SEQUENCERS, *WRITERS)
    of_two = {WRITER: WRITERS, SEQUENCER: SEQUENCERS}.get(victim)
    return (random.choice(of_two),) if of_two else (victim,)


def _until_it_goes_on(installation: Installation) -> None:
    acts, signed = _acknowledged(installation), _signed(installation)
    if not installation.wait_for(
        lambda: _acknowledged(installation) > acts and (_signed(installation) or 0) > (signed or 0), seconds=LIMIT
    ):
        raise Stuck(f"No act or no checkpoint for {LIMIT:.0f} seconds.")


def _acknowledged(installation: Installation) -> int:
    """Bytes of what the writers have noted; each of them notes an act after its commit."""
    notes = (installation.folder / name for name in WRITERS)
    return sum(note.stat().st_size for note in notes if note.exists())


def _signed(installation: Installation) -> int | None:
    found = installation.ask(CHECKPOINTED)
    return int(found[0][0]) if found else None


def _end_writing(installation: Installation) -> None:
    """As a service is ended, so that the writers close their epochs; the sequencer stays until all has its place."""
    for name in WRITERS:
        child = installation.children[name]
        installation.supervisor.children.remove(child)
        child.ask_to_end()
        child.end()
    if not installation.wait_for(lambda: installation.ask(WITHOUT_PLACE) == [(0,)], seconds=LIMIT):
        raise Stuck(f"Not every entry had its place within {LIMIT:.0f} seconds.")


def _figures(installation: Installation) -> list[Figure]:
    found = installation.within("drill.audit.found.found")
    return [
        Figure("acts", found["acts"] or None),
        Figure("acknowledged acts lost", found["lost"], at_most=0),
        Figure("acts confirmed by a checkpoint", found["confirmed"] or None),
        Figure("acts without entry", found["acts without entry"], at_most=0),
        Figure("entries without act", found["entries without act"], at_most=0),
        *figures_of_the_tree(found),
        Figure("acts rolled back and declared", found["abandoned"]),
        # Without one, a sequencer that remembers the last number would have passed: the run has shown nothing.
        Figure("entries committed late", found["late"] or None),
    ]


def figures_of_the_tree(found: Mapping[str, Any]) -> list[Figure]:
    for sentence in found["faults"]:
        print(f"fault: {sentence}", file=sys.stderr)
    return [
        Figure("entries without leaf", found["entries without leaf"], at_most=0),
        Figure("checkpoints", found["checkpoints"] or None),
        Figure("checkpoints that do not begin the last one", found["no prefixes"], at_most=0),
        Figure("gaps the sequencer counted", found["gaps"], at_most=0),
        Figure("faults a checker finds", len(found["faults"]), at_most=0),
    ]
