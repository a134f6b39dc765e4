"""``prepare_database`` makes roles and tables, or brings them to this version: a job of its own, with an administrator's login."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from fallkonferenz.database import OWNER, as_role


class Command(BaseCommand):
    help = "Makes the database's roles and applies the migrations as their owner (as an administrator; idempotent)."
    requires_system_checks = ()  # it opens no texts and serves nobody: most of the settings are not its own

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        with as_role(None):
            call_command("database_roles")
        with as_role(OWNER):
            call_command("migrate", verbosity=verbosity, interactive=False)
