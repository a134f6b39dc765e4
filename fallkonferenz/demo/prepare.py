"""Makes a database ready for the demo, over one connection of an administrator.

Standard output is for the accounts alone; what the steps have to say goes to standard error.
"""

import sys
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from audit import officer, recipients
from fallkonferenz.database import as_role
from fallkonferenz.demo import keys
from fallkonferenz.demo.accounts import PEOPLE
from fallkonferenz.demo.stories.load import call_old_news_told
from fallkonferenz.institutions.models import Person

OFFICERS = ("Datenschutz 1 (Demo)", "Datenschutz 2 (Demo)")
RECOVERY = "Wiederherstellung (Demo)"


def prepare() -> str:
    """Each step finds what an earlier start left, and leaves it. Answers the accounts as JSON."""
    with as_role(None):
        refuse_a_database_in_use()
        call_command("database_roles")
    with as_role("fk_owner"):
        call_command("migrate", verbosity=0)
        _load_officer_keys(Path(settings.AUDIT_INSTANCE_KEY_FILE).parent / keys.OFFICERS)
    with as_role("fk_web"):
        call_command("demo_load", stdout=sys.stderr)
        accounts = _accounts()
    with as_role("fk_worker"):
        call_old_news_told()
    return accounts


def refuse_a_database_in_use() -> None:
    """The demo's accounts are published: they must never get in beside those of real people."""
    if Person._meta.db_table not in connection.introspection.table_names():
        return
    demo = Person.objects.filter(username__in=[account.login for account in PEOPLE])
    if Person.objects.exists() and not demo.exists():
        raise CommandError("The database of DATABASE_URL has accounts already; the demo is not loaded into it.")


def _load_officer_keys(folder: Path) -> None:
    if not recipients.ready():
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    officers = [_public(folder, label, "officer") for label in OFFICERS]
    recovery = [_public(folder, RECOVERY, "recovery")]
    call_command("officer_keys", "add", officer=officers, recovery=recovery, stdout=sys.stderr)


def _public(folder: Path, label: str, role: str) -> Path:
    path = folder / f"{label.split(' (')[0].replace(' ', '-').lower()}.key"
    public = path.with_name(f"{path.name}.pub")
    if not public.exists():
        officer.write_key_file(path, officer.new_keypair(), passphrase=keys.PASSPHRASE, label=label, role=role)
    return public


def _accounts() -> str:
    accounts = StringIO()
    call_command("demo_accounts", stdout=accounts)
    return accounts.getvalue()
