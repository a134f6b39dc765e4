"""The demo's invented cases in a database of their own, loaded by the first test that wants them."""

import tempfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from fallkonferenz.demo import accounts, passphrases
from tests import database

TEMPLATE = f"{database.TEMPLATE}_stories"
REGION = "Region der Demo"  # beside that of the cast
IN_THE_DEMO = override_settings(DEMO=True, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


def swap_in() -> None:
    """Give this worker the demo's cases; who calls it swaps them out again, or commits in a test that does."""
    database.template_once(TEMPLATE, load)
    database.swap(TEMPLATE)


def load() -> str:
    """As ``manage.py demo_load`` does it; the passphrases are nobody's."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch, IN_THE_DEMO:
        patch.setattr(passphrases, "FILE", Path(folder) / "passphrases.json")
        patch.setattr(accounts, "REGION", REGION)
        call_command("demo_load", verbosity=0)
    return REGION
