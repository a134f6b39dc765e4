"""One step of the demo's start: roles, tables, keys and invented data."""

from typing import Any

from django.core.management.base import BaseCommand

from fallkonferenz.demo.prepare import prepare


class Command(BaseCommand):
    help = "Prepares the demo's database (called by the command demo, as an administrator)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> str:
        return prepare()
