"""The Celery application. Rows in the outbox are the truth; Celery only makes them faster."""

import os
from typing import Any

from celery import Celery
from celery.signals import (
    after_task_publish,
    beat_init,
    heartbeat_sent,
    setup_logging,
    worker_init,
    worker_process_shutdown,
)
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from fallkonferenz.config import alive

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallkonferenz.config.settings")

app = Celery("fallkonferenz")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["fallkonferenz"])
# The process ``deliver`` does the same more often; these are for when it is not there.
app.conf.beat_schedule = {
    "sweep": {"task": "fallkonferenz.tasks.sweep", "schedule": 10.0, "options": {"expires": 10.0}},
    "watch": {"task": "fallkonferenz.tasks.watch", "schedule": 60.0, "options": {"expires": 60.0}},
}


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**kwargs: Any) -> None:
    """By name, because this module is read before the apps that the check asks."""
    try:
        import_string("fallkonferenz.config.start.refuse_unsafe_start")()
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from None


@setup_logging.connect
def keep_our_logs(**kwargs: Any) -> None:
    """Celery's own would write out what an exception says."""


@worker_process_shutdown.connect
def close_the_log(**kwargs: Any) -> None:
    """Celery's children end without the interpreter's farewell."""
    import_string("audit.tending.end")()


@worker_init.connect
def show_the_worker_lives(**kwargs: Any) -> None:
    """With every beat of its heart, which goes on while the broker is away."""
    heartbeat_sent.connect(_show_life, weak=False)


@beat_init.connect
def show_the_beat_lives(**kwargs: Any) -> None:
    """With every task it has handed to the broker. The web hands on tasks too, and has nothing to show."""
    after_task_publish.connect(_show_life, weak=False)


def _show_life(**kwargs: Any) -> None:
    alive.show()
