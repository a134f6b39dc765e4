"""A process of the administrator: ``template`` migrates, ``fill N`` writes N cases into a copy of it."""

import os
import sys

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from psycopg import sql

from audit import recipients
from audit.keyfile import PublicKey
from audit.officer import new_keypair
from bench import generate
from fallkonferenz.database import as_role

OPEN_ROLE = "CREATE ROLE bench_open LOGIN BYPASSRLS IN ROLE fk_web PASSWORD {}"
OFFICERS = (("officer", "First"), ("officer", "Second"), ("recovery", "Recovery"))


def template() -> None:
    call_command("database_roles")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(OPEN_ROLE).format(sql.Literal(os.environ["BENCH_OPEN_PASSWORD"])))
    with as_role("fk_owner"):
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:  # guardian asks for global rights, which ours never do
            cursor.execute("GRANT SELECT ON auth_group_permissions TO bench_open")
        # The log needs somebody to be sealed for; the private halves are thrown away.
        recipients.load_first([PublicKey(new_keypair().public, label, role) for role, label in OFFICERS])


def fill(cases: str) -> None:
    call_command("database_roles")  # the right to connect does not travel with a template
    generate.fill(int(cases))
    generate.settle()


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    {"template": template, "fill": fill}[name](*arguments)
