"""The Celery application. Rows in the outbox are the truth; Celery only makes them faster."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallkonferenz.config.settings")

app = Celery("fallkonferenz")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["fallkonferenz"])
