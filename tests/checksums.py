"""What every table holds, as one checksum each: equal before and after means that nothing at all has changed."""

from django.db import connection

from tests.support import beyond_row_security

TABLES = (
    "SELECT format('SELECT %%L, md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '''')) FROM %%I t',"
    " tablename, tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s)"
)
SESSIONS = ("django_session",)  # touched by every request, with content or without


def checksums(*, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Checksum per table; ``without`` names tables that may change."""
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(TABLES, [list(without)])
        cursor.execute(" UNION ALL ".join(query for (query,) in cursor.fetchall()))
        return dict(cursor.fetchall())


def changed(before: dict[str, str], **kwargs: tuple[str, ...]) -> list[str]:
    """The tables that differ from ``before``."""
    after = checksums(**kwargs)
    return sorted(table for table in before | after if before.get(table) != after.get(table))
