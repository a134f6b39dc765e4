"""``dpo_key new --out FILE``: the same as ``python -m audit.officer``, which needs no installation and no Django.

Officers make their keys on their own machines; this is for an officer whose machine is the one she develops or tries out on.
"""

import sys
from argparse import REMAINDER, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from audit import ceremonies


class Command(BaseCommand):
    help = "Make a data protection officer's key, shares of a recovery key, or wraps for a later officer."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["new", "split", "combine", "rewrap"])
        parser.add_argument("arguments", nargs=REMAINDER)

    def handle(self, *, act: str, arguments: list[str], **options: Any) -> None:
        if code := ceremonies.main([act, *arguments]):
            sys.exit(code)
