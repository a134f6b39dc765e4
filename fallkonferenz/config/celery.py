"""The Celery application. Rows in the outbox are the truth; Celery only makes them faster."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

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
