"""What stands in the database and in the log after a drill, as the administrator and an officer see it."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from audit import officer
from audit.epoch import SignedRecord
from audit.read import open_entries
from audit.sealing import Sealed
from drill.audit.found import proved
from drill.people import PASSPHRASE_OF_OFFICERS
from fallkonferenz.access.recipients import recipients
from fallkonferenz.cases.models import Entry
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Message
from fallkonferenz.vault.sealing import CaseVault

EPOCHS = "SELECT record, signature FROM audit_epoch"
ENTRIES = "SELECT header, payload FROM audit_entry WHERE payload IS NOT NULL"
# What is written during a drill: its event, and where its text stands.
WRITTEN = (("entry.add", Entry, "text"), ("measure.propose", Measure, "what"))
WITNESSED = "SELECT count(DISTINCT size) FROM audit_cosignature"
DELIVERED = "outbox.deliver"


def found(folder: Path) -> dict[str, Any]:
    logged = Counter(_logged(folder))
    messages = Counter((message.kind, str(message.about)) for message in Message.objects.all())
    made = {(event, str(pk)): text for event, pk, text in _written()}
    acts = {act for act in made if made[act].startswith("Satz ")}
    return {
        "texts": Counter(made[act] for act in acts),
        "without entry": sum(logged[act] != 1 for act in acts),
        "entry without act": sum(act[0] in ("entry.add", "measure.propose") and act not in made for act in logged),
        "not told once": sum(messages[act] != 1 for act in acts) + len(list(_told_wrongly())),
        "delivered without entry": sum(logged[DELIVERED, str(pk)] != 1 for pk in _delivered()),
        **_proved(),
    }


def _proved() -> dict[str, Any]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as own:
        return proved(own) | {"witnessed": own.execute(WITNESSED).fetchall()[0][0]}


def _written() -> Iterator[tuple[str, Any, str]]:
    for event, model, column in WRITTEN:
        rows = list(model.objects.all())
        vaults = CaseVault.open_each(row.case_id for row in rows)
        for row in rows:
            yield event, row.pk, vaults[row.case_id].read(row, column)


def _told_wrongly() -> Iterator[Message]:
    """Exactly one notice for each who is told; nobody left a case meanwhile."""
    for message in Message.objects.exclude(delivered_at=None):
        told = Counter(message.notices.values_list("person", flat=True))
        if told != Counter(recipients(message).values_list("pk", flat=True)):
            yield message


def _delivered() -> list[Any]:
    return list(Message.objects.exclude(delivered_at=None).values_list("pk", flat=True))


def _logged(folder: Path) -> Iterator[tuple[str, str]]:
    """Event and thing of every entry, opened with the officer's key."""
    key = officer.read_key_file(folder / "officer.key", passphrase=PASSPHRASE_OF_OFFICERS)
    with connection.cursor() as cursor:
        cursor.execute(EPOCHS)
        epochs = [SignedRecord(bytes(record), bytes(signature)) for record, signature in cursor.fetchall()]
        cursor.execute(ENTRIES)
        sealed = [Sealed(bytes(header), bytes(payload)) for header, payload in cursor.fetchall()]
    for entry in open_entries(epochs, sealed, key.seed):
        yield entry.event, (entry.fields.get("object") or " ").split(" ")[-1]
