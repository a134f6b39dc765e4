"""``first_administrator`` makes the first account and prints the link with which its passphrase is set."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import people
from fallkonferenz.web.invitations import address_of


class Command(BaseCommand):
    help = "Make the first account that can administer; refused if there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, username: str, email: str, name: str, **options: Any) -> str:
        try:
            _person, token = people.first_administrator(username=username, email=email, name=name)
        except NotNow as refusal:
            raise CommandError(refusal.sentence) from None
        return address_of(token)
