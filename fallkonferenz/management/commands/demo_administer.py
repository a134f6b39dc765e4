"""``demo_administer COMMAND …`` runs a command on the running demo, as the administrator of its database."""

import os
import subprocess
import sys
from argparse import REMAINDER, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from fallkonferenz.demo import environment
from fallkonferenz.demo.environment import ROOT, VAR
from fallkonferenz.demo.services import PrivateServices


class Command(BaseCommand):
    help = "Runs a command on the running demo, as the administrator of its database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs=REMAINDER)

    def handle(self, *, words: list[str], **options: Any) -> None:
        given = {**os.environ, **environment.of_the_administrator(PrivateServices(VAR))}
        sys.exit(subprocess.run([sys.executable, "manage.py", *words], env=given, cwd=ROOT).returncode)
