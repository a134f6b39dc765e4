"""What processes without pages have in common: a safe start, a sign of life, an end in order."""

import signal
from threading import Event

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils.module_loading import import_string


def refuse_unsafe_start(how: str = "refuse_unsafe_start") -> None:
    """By name: commands stand below the wiring, which nobody imports."""
    try:
        import_string(f"fallkonferenz.config.start.{how}")()
    except ImproperlyConfigured as refusal:
        raise CommandError(str(refusal)) from None
    except OperationalError:
        raise CommandError("The database does not answer.") from None


def show_life() -> None:
    """A round that found the database away was a round too."""
    import_string("fallkonferenz.config.alive.show")()


def told_to_end() -> Event:
    ended = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda number, frame: ended.set())
    return ended
