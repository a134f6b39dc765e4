"""Prepares an empty database: tables, officers' keys, two regions with an institution of each kind, and 60 people.

Leaves people.json (login, passphrase, role) and officer.key behind in the folder it is given. Everybody has one
passphrase, made for this run: Argon2 is slow on purpose, and one hash is enough to be checked 60 times.
"""

import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection

from audit import officer
from fallkonferenz.institutions.kinds import NEVER_ADMITTED, Kind, Role, roles_at
from fallkonferenz.institutions.models import Institution, Person, Region

REGIONS = ("Nordstadt", "Südstadt")
MANAGERS_EACH, COORDINATORS_EACH = 6, 2
PASSPHRASE_OF_OFFICERS = "only-for-this-run"  # noqa: S105 - of invented officers of an invented region


def prepare(folder: Path) -> None:
    call_command("database_roles")
    act_as("fk_owner")
    call_command("migrate", verbosity=0)
    _load_officer_keys(folder)
    passphrase = secrets.token_urlsafe(16)
    people = _people(make_password(passphrase))
    listed = [{"login": person.username, "passphrase": passphrase, "role": person.role} for person in people]
    (folder / "people.json").write_text(json.dumps(listed))


def act_as(role: str) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = role


def _load_officer_keys(folder: Path) -> None:
    made = {}
    for name, role in (("officer", "officer"), ("deputy", "officer"), ("recovery", "recovery")):
        made[name] = officer.write_key_file(
            folder / f"{name}.key", officer.new_keypair(), passphrase=PASSPHRASE_OF_OFFICERS, label=name, role=role
        )
    keys = {"officer": [made["officer"], made["deputy"]], "recovery": [made["recovery"]]}
    call_command("officer_keys", "add", **keys, stdout=sys.stderr)


def _people(password: str) -> list[Person]:
    people = [person for region in REGIONS for person in _of_region(Region.objects.create(name=region))]
    people += [Person(username=role.value, role=role) for role in (Role.OFFICER, Role.ADMINISTRATOR)]
    for person in people:
        person.name = f"Person {person.username}"
        person.email = f"{person.username}@people.example"
        person.password = password
        person.save()
    return people


def _of_region(region: Region) -> Iterator[Person]:
    for kind in Kind:
        house = _institution(region, kind)
        for number in range(_how_many(kind)):
            yield Person(
                username=f"{region.name.lower()}-{kind}-{number}".replace("ü", "ue"),
                role=roles_at(kind)[0],
                institution=house,
            )


def _institution(region: Region, kind: Kind) -> Institution:
    name = f"{kind.value} {region.name}"
    group = Group.objects.create(name=name)
    return Institution.objects.create(
        group=group, region=region, kind=kind, name=name, mailbox=f"{kind.value}@houses.example"
    )


def _how_many(kind: Kind) -> int:
    """29 in each region: of the professionals one per kind, less where nobody is ever admitted."""
    if kind == Kind.CASE_MANAGEMENT:
        return MANAGERS_EACH
    if kind == Kind.EQUALITY_OFFICE:
        return COORDINATORS_EACH
    return 0 if kind in NEVER_ADMITTED or kind is Kind.PRISON else 1
