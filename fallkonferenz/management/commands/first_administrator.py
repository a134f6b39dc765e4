"""``first_administrator`` makes the first account and prints the link with which its passphrase is set."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import people


class Command(BaseCommand):
    help = "Make the first account that can administer; refused if there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--site", required=True, metavar="https://…", help="the address of this installation")

    def handle(self, *, username: str, email: str, name: str, site: str, **options: Any) -> str:
        try:
            _person, token = people.first_administrator(username=username, email=email, name=name)
        except NotNow as refusal:
            raise CommandError(refusal.sentence) from None
        return site.rstrip("/") + reverse("invitation-accept", args=[token])
