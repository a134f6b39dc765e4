"""What a database holds, in figures that can be compared: rows and a checksum per table, and what guards them.

All in one snapshot. Who cannot see every row is refused by the database (``row_security = off``), never shown less.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from fallkonferenz.management.backups.refusals import BackupRefused
from fallkonferenz.management.documents import database_rights, printed

LEFT_OUT = ("django_session",)  # who was signed in at the time is nobody's business later

# However the server is set: the same rows are written in the same letters everywhere.
SAME_EVERYWHERE = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "SET LOCAL row_security = off",
    "SET LOCAL DateStyle = 'ISO'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
TABLES = "SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
KEY = """
    SELECT a.attname, a.attcollation <> 0 FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
    WHERE i.indrelid = %s AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)
"""
SEES_EVERYTHING = "SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user"
COUNTS = {
    "constraints": "SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "triggers": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal",
    "epochs": "SELECT count(*) FROM audit_epoch",
    "entries": "SELECT count(*) FROM audit_entry",
    "leaves": "SELECT count(*) FROM audit_leaf",
    "checkpoints": "SELECT count(*) FROM audit_checkpoint",
}
# By the moment it was written; of entries of the same moment the last of its epoch.
LAST_ENTRY = """
    SELECT epoch_id::text, counter, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    FROM audit_entry ORDER BY at DESC, epoch_id, counter DESC LIMIT 1
"""


@dataclass(frozen=True)
class Contents:
    """``tables`` says rows and checksum of each; ``keks`` how many case keys each key-encrypting key wraps."""

    tables: dict[str, tuple[int, str]]
    counts: dict[str, int]
    rights: str
    migrations: list[str]
    keks: dict[str, int]
    last_entry: list[Any]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Contents":
        return cls(**{**fields, "tables": {name: tuple(table) for name, table in fields["tables"].items()}})


@contextmanager
def snapshot() -> Iterator[str]:
    """One state of the database for everything within; its name lets another program look at the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in SAME_EVERYWHERE:
            cursor.execute(statement)
        _refuse_half_sight(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def read() -> Contents:
    with connection.cursor() as cursor:
        return Contents(
            tables=dict(_tables(cursor)),
            counts={name: _one(cursor, question) for name, question in COUNTS.items()},
            rights=sha256(printed(database_rights).encode()).hexdigest(),
            migrations=_list(cursor, "SELECT app || '.' || name FROM django_migrations ORDER BY 1"),
            keks=dict(_rows(cursor, "SELECT kek_id, count(*) FROM vault_casekey GROUP BY 1 ORDER BY 1")),
            last_entry=list(next(iter(_rows(cursor, LAST_ENTRY)), [])),
        )


def _refuse_half_sight(cursor: Any) -> None:
    cursor.execute(SEES_EVERYTHING)
    everything, role = cursor.fetchone()
    if not everything:
        raise BackupRefused(
            f"The role {role} does not see every row. Connect as an administrator, or as a role with BYPASSRLS"
            " that belongs to pg_read_all_data."
        )


def _tables(cursor: Any) -> Iterator[tuple[str, tuple[int, str]]]:
    for oid, name in sorted(_rows(cursor, TABLES), key=lambda row: row[1]):
        if name not in LEFT_OUT:
            yield name, _checksum(cursor, oid, name)


def _checksum(cursor: Any, oid: int, name: str) -> tuple[int, str]:
    """Rows in the order of their key, as COPY writes them: one line each, however large the table."""
    statement = sql.SQL("COPY (SELECT * FROM {} ORDER BY {}) TO STDOUT")
    digest, rows = sha256(), 0
    with cursor.copy(statement.format(sql.Identifier(name), _order(cursor, oid))) as lines:
        for line in lines:
            digest.update(line)
            rows += bytes(line).count(b"\n")
    return rows, digest.hexdigest()


def _order(cursor: Any, oid: int) -> sql.Composed:
    """By code point where there is text: servers sort it each in their own way."""
    columns = _rows(cursor, KEY, [oid])
    by = [sql.Identifier(name) + sql.SQL(' COLLATE "C"' if is_text else "") for name, is_text in columns]
    return sql.SQL(", ").join(by)


def _rows(cursor: Any, question: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    cursor.execute(question, values)
    return cursor.fetchall()


def _one(cursor: Any, question: str) -> int:
    return _rows(cursor, question)[0][0]


def _list(cursor: Any, question: str) -> list[Any]:
    return [row[0] for row in _rows(cursor, question)]
