"""The process that tells people what is new and does what falls due; it needs the database, not the broker."""

import signal
from threading import Event
from time import monotonic
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils.module_loading import import_string

from fallkonferenz.actions import rounds

PAUSE = 1.0  # seconds between two rounds of delivering
WATCH_EVERY = 20.0


class Command(BaseCommand):
    help = "Delivers what the outbox holds and does what falls due, until it is told to end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round of each, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        _refuse_unsafe_start()
        if once:
            self.stdout.write(f"done: {rounds.watch() + rounds.sweep()}")
        else:
            _go_round(_told_to_end())


def _show_life() -> None:
    """A round that found the database away was a round too."""
    import_string("fallkonferenz.config.alive.show")()


def _refuse_unsafe_start() -> None:
    """By name: commands stand below the wiring, which nobody imports."""
    try:
        import_string("fallkonferenz.config.start.refuse_unsafe_start")()
    except ImproperlyConfigured as refusal:
        raise CommandError(str(refusal)) from None
    except OperationalError:
        raise CommandError("The database does not answer.") from None


def _told_to_end() -> Event:
    ended = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda number, frame: ended.set())
    return ended


def _go_round(ended: Event) -> None:
    watched = -WATCH_EVERY
    while not ended.is_set():
        close_old_connections()
        if monotonic() - watched >= WATCH_EVERY:
            rounds.watch()
            watched = monotonic()
        rounds.sweep()
        _show_life()
        ended.wait(PAUSE)
