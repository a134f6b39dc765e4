"""Keeps the catalogue of the interface language whole: ``--check`` for the tests, ``--update`` for people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fallkonferenz.management import catalogue


class Command(BaseCommand):
    help = "Compares the German catalogue with the sources, or brings new messages into it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        task = parser.add_mutually_exclusive_group(required=True)
        task.add_argument("--check", action="store_true", help="fail on missing, unused or untranslated messages")
        task.add_argument("--update", action="store_true", help="add new messages, empty, and drop unused ones")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["update"]:
            self.stdout.write(f"untranslated: {catalogue.update('de')}")
        elif faults := catalogue.faults("de"):
            raise CommandError("\n".join(faults))
