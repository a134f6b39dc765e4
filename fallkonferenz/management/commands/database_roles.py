"""Makes the database's roles, as an administrator; running it again changes nothing.

Tables get their grants in their own migrations; here stands only who exists and who belongs to what.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

OWNER = "fk_owner"
LOGIN = ("fk_web", "fk_worker", "fk_sequencer", "fk_reader", "fk_retention")
GROUPS = ("audit_writer", "audit_decider", "audit_sequencer", "audit_reader", "audit_retention")
MEMBERS = {
    "audit_writer": ("fk_web", "fk_worker", "fk_retention"),
    "audit_decider": ("fk_web",),
    "audit_sequencer": ("fk_sequencer",),
    "audit_reader": ("fk_reader",),
    "audit_retention": ("fk_retention",),
}
ONE_AT_A_TIME = 0x666B726F  # "fkro", the number of our advisory lock


class Command(BaseCommand):
    help = "Makes the database roles and their memberships (as an administrator; idempotent)."
    requires_system_checks = ()

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as self.cursor:
            self.cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            self._refuse_without_power()
            self._make_roles()
            self._close_to_everybody()
            self._grant_memberships()
            self._set_passwords()

    def _refuse_without_power(self) -> None:
        self.cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if self.cursor.fetchone() != (True,):
            raise CommandError("database_roles needs the connection of an administrator who may create roles.")

    def _make_roles(self) -> None:
        for role in (OWNER, *LOGIN, *GROUPS):
            self.cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
            found = self.cursor.fetchone()
            if found == (True,):
                raise CommandError(f"The role {role} is a superuser or passes by row-level security; it must not.")
            if found is None:
                self._run("CREATE ROLE {} " + ("LOGIN" if role in LOGIN else "NOLOGIN"), role)

    def _close_to_everybody(self) -> None:
        database = connection.settings_dict["NAME"]
        self._run("REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
        self._run("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        self._run("GRANT CREATE, USAGE ON SCHEMA public TO {}", OWNER)
        for role in (*LOGIN, *GROUPS):
            self._run("GRANT USAGE ON SCHEMA public TO {}", role)
        for role in LOGIN:
            self._run("GRANT CONNECT ON DATABASE {} TO {}", database, role)

    def _grant_memberships(self) -> None:
        for group, members in MEMBERS.items():
            for member in members:
                self._run("GRANT {} TO {}", group, member)
        for role in (OWNER, *LOGIN):  # so that an administrator who is no superuser may act as them
            self._run("GRANT {} TO CURRENT_USER", role)

    def _set_passwords(self) -> None:
        """Only the verifier travels to the server: its log could hold the statement."""
        encrypt = connection.connection.pgconn.encrypt_password
        for role, password in settings.DATABASE_PASSWORDS.items():
            if password:
                verifier = encrypt(password.encode(), role.encode(), b"scram-sha-256").decode()
                statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(verifier))
                self.cursor.execute(statement)

    def _run(self, statement: str, *names: str) -> None:
        self.cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
