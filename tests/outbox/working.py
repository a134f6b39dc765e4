"""Doing, as the worker's role, what the background processes do; and looking at what came of it."""

from collections.abc import Iterable
from uuid import UUID

from django.core import mail
from django.db import connection

from fallkonferenz.actions import rounds
from fallkonferenz.actions.background import Task
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.models import Message, Notice
from tests.support import as_worker, beyond_row_security


def sweep() -> int:
    with as_worker():
        return rounds.sweep()


def watch() -> int:
    with as_worker():
        return rounds.watch()


def due(task: Task) -> list[UUID]:
    with as_worker():
        return list(task.due())


def do(task: Task) -> list[bool]:
    """The task for each id that is due now."""
    with as_worker():
        return [task(pk) for pk in due(task)]


def told(kind: str) -> set[Person]:
    """Who has a notice of a message of ``kind``."""
    return {notice.person for notice in Notice.objects.filter(message__kind=kind).select_related("person")}


def mailed() -> list[str]:
    return sorted(recipient for message in mail.outbox for recipient in message.to)


def messages(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def revoke_the_log() -> None:
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_entry FROM audit_writer")


def fingerprint(tables: Iterable[str]) -> list[str]:
    """What stands in the tables, row by row, in no particular order."""
    rows = []
    with beyond_row_security(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608
            rows += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return sorted(rows)
