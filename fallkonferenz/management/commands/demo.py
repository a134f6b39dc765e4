"""Runs the whole demo on this machine, with invented data and services of its own."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fallkonferenz.demo.binaries import BinariesMissing
from fallkonferenz.demo.children import StartFailed
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.run import run


class Command(BaseCommand):
    help = "Runs the demo: private services, invented data, web, worker, beat and deliver, until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        try:
            run(port)
        except (BinariesMissing, HomeRefused, StartFailed) as refusal:
            raise CommandError(str(refusal)) from None
