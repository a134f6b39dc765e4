"""The process that gives the log's entries their positions and signs how far the log has come; see audit/sequencer.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from audit import signing, standing
from audit.sequencer import BrokenTree
from audit.serving import Refused, Serving
from audit.standing import Outside, Unusable
from audit.thinning import Thinning
from audit.timestamping import NotStamped, authority, duties
from audit.witnessing import Companion, Contradicted
from fallkonferenz.management.process import refuse_unsafe_start, show_life, told_to_end

FATAL = (BrokenTree, Refused, Contradicted)
LONGEST_BEAT = 10.0  # seconds; the sign of life comes with the beat


class Command(BaseCommand):
    help = "Gives the log's entries their positions and signs how far the log has come, until it is told to end."
    requires_system_checks = ()  # it has none of the keys the others need

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--beat", type=float, default=1.0, help="seconds between two looks nobody asked for")

    def handle(self, *args: Any, beat: float, **options: Any) -> None:
        refuse_unsafe_start("refuse_unsafe_sequencer")
        if not 0 < beat <= LONGEST_BEAT:
            raise CommandError(f"A beat is longer than 0 and at most {LONGEST_BEAT:.0f} seconds.")
        ended = told_to_end()
        try:
            key = signing.load(Path(settings.AUDIT_LOG_KEY_FILE))
            outside = _outside()
            with _accompanied(outside) as companion:
                _serving(key, beat, companion, outside).run(ended, show_life=show_life)
        except (signing.NoSigningKey, Unusable, NotStamped) as unusable:
            raise CommandError(str(unusable)) from None
        except FATAL as fatal:
            raise CommandError(f"The log must not be continued: {fatal}") from None


def _serving(key: signing.SigningKey, beat: float, companion: Companion, outside: Outside) -> Serving:
    base = settings.AUDIT_ORIGIN
    return Serving(
        _connect,
        key,
        origin=base,
        beat=beat,
        companion=companion,
        refusals=lambda connection: standing.refusals(connection, outside, base=base),
    )


def _outside() -> Outside:
    return Outside.of(
        policy_file=settings.AUDIT_POLICY_FILE,
        url=settings.AUDIT_WITNESS_URL,
        witnessed_file=settings.AUDIT_WITNESSED_FILE,
    )


@contextmanager
def _accompanied(outside: Outside) -> Iterator[Companion]:
    stamper = authority(url=settings.AUDIT_TIMESTAMP_URL, ca_file=settings.AUDIT_TIMESTAMP_CA_FILE)
    companion = Companion(_connect, outside, also=(Thinning(is_watched=outside.is_watched), *duties(stamper)))
    try:
        yield companion
    finally:
        companion.end()


def _connect() -> psycopg.Connection[Any]:
    """As Django would, but with psycopg's own errors, and never within a transaction."""
    connection = psycopg.connect(**connections[DEFAULT_DB_ALIAS].get_connection_params() | {"autocommit": True})
    if settings.DATABASE_ROLE:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(settings.DATABASE_ROLE)))
    return connection
