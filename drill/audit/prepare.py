"""An empty database with nothing but the log and one table of acts, and an officer whose seed is left in the folder."""

from pathlib import Path

from django.core.management import call_command
from django.db import connection

from audit import officer, recipients
from audit.keyfile import PublicKey
from fallkonferenz.database import as_role

SEED = "officer.seed"
TABLE = "CREATE TABLE drill_act (id uuid PRIMARY KEY); GRANT INSERT ON drill_act TO fk_web"


def prepare(folder: Path) -> None:
    call_command("database_roles")
    with as_role("fk_owner"):
        call_command("migrate", "audit", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        reader, recovery = officer.new_keypair(), officer.new_keypair()
        recipients.load_first(
            [PublicKey(reader.public, "Officer", "officer"), PublicKey(recovery.public, "Recovery", "recovery")]
        )
    (folder / SEED).write_bytes(reader.seed)
