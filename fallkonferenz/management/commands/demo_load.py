"""The demo's region, accounts, example packs and invented cases."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fallkonferenz.demo.accounts import make_demo_region, people
from fallkonferenz.demo.packs import load_examples
from fallkonferenz.demo.stories.load import is_loaded, load


class Command(BaseCommand):
    help = "Loads the demo's region, accounts, example packs and invented cases; what is there stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Invented cases are loaded into the demo only (FALLKONFERENZ_DEMO).")
        make_demo_region()
        load_examples()
        if not is_loaded(people()):
            self.stdout.write("Loading the invented cases; this takes half a minute ...")
            load(people())
