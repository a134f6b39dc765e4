"""The application's settings and two more apps: the table that is written to, and a peer that logs changes."""

from fallkonferenz.config.settings import *  # noqa: F403 - all of them
from fallkonferenz.config.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "bench.log", "auditlog"]
