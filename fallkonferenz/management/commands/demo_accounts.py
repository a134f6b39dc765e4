"""``demo_accounts`` prints the accounts of the demo as JSON: who they are and with what they sign in."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from fallkonferenz.demo.accounts import DemoOnly, listed


class Command(BaseCommand):
    help = "Print the demo accounts as JSON."

    def handle(self, **options: Any) -> str:
        try:
            return json.dumps(list(listed()), ensure_ascii=False, indent=1)
        except DemoOnly as refusal:
            raise CommandError(str(refusal)) from None
        except OperationalError:
            raise CommandError("The demo is not running; make demo starts it.") from None
