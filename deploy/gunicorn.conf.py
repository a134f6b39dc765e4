"""How gunicorn serves the web process: behind a proxy that speaks TLS, with few processes of several threads.

WEB_CONCURRENCY says how many processes; they add up their figures in PROMETHEUS_MULTIPROC_DIR.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections
from prometheus_client import multiprocess

from fallkonferenz.config.logs import LOGGING

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
wsgi_app = "fallkonferenz.config.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 5000  # a process that has grown is replaced
max_requests_jitter = 500
limit_request_line = 4094
limit_request_fields = 60
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").exists() else "/tmp"  # noqa: S108 - a file without a name
logconfig_dict = LOGGING
FIGURES = os.environ.get("PROMETHEUS_MULTIPROC_DIR")

if FIGURES:
    Path(FIGURES).mkdir(mode=0o700, exist_ok=True)


def on_starting(server):
    """Refuse an unsafe start once and in a sentence, before there is a process to be started again and again."""
    _forget_old_figures()
    try:
        import_module("fallkonferenz.config.wsgi")
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    except OperationalError:
        sys.exit("The database does not answer.")
    connections.close_all()  # each process makes its own


def child_exit(server, worker):
    if FIGURES:
        multiprocess.mark_process_dead(worker.pid)


def _forget_old_figures():
    for old in Path(FIGURES).glob("*.db") if FIGURES else ():
        old.unlink()
