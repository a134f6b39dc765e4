"""The process that tells people what is new and does what falls due; it needs the database, not the broker."""

from threading import Event
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from fallkonferenz.actions import rounds
from fallkonferenz.management.process import refuse_unsafe_start, show_life, told_to_end

PAUSE = 1.0  # seconds between two rounds of delivering
WATCH_EVERY = 20.0


class Command(BaseCommand):
    help = "Delivers what the outbox holds and does what falls due, until it is told to end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round of each, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        refuse_unsafe_start()
        if once:
            self.stdout.write(f"done: {rounds.watch() + rounds.sweep()}")
        else:
            _go_round(told_to_end())


def _go_round(ended: Event) -> None:
    watched = -WATCH_EVERY
    while not ended.is_set():
        close_old_connections()
        if monotonic() - watched >= WATCH_EVERY:
            rounds.watch()
            watched = monotonic()
        rounds.sweep()
        show_life()
        ended.wait(PAUSE)
