"""The application as a whole: its commands, its system checks and its task queue."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from fallkonferenz.config import checks
from fallkonferenz.config.celery import app as celery_app

__all__ = ["celery_app", "checks"]  # imported so that Django and Celery find them


class FallkonferenzConfig(AppConfig):
    name = "fallkonferenz"
    label = "fallkonferenz"

    def ready(self) -> None:
        autodiscover_modules("tasks")  # in the web too: there new rows are announced to Celery
