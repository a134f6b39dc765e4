"""Removes what the demo and the tests left on this machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fallkonferenz.demo import home
from fallkonferenz.demo.environment import VAR
from fallkonferenz.demo.home import HomeRefused


class Command(BaseCommand):
    help = "Removes all data, keys, logs and mails of the demo and of the tests."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for folder in (*sorted(VAR.glob("test-*")), VAR):
                home.prepare(folder).remove()
        except HomeRefused as refusal:
            raise CommandError(f"{refusal} End them first.") from None
        self.stdout.write("The demo's data are gone; make demo starts over.")
