"""Loading the keys of old epochs that an officer has wrapped for another one (``rewrap``)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, connection, transaction

from audit import log, recipients, rewrap
from audit.format import Malformed
from audit.rewrap import Wrap

INSERT = "INSERT INTO audit_rewrap (epoch_id, key_id, wrapped) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
AT_ONCE = 500


def load(path: Path) -> tuple[int, bytes]:
    """How many wraps were not there yet, and for which key. Raises Malformed, Recipient.DoesNotExist for a key that does not read the log."""
    with path.open("rb") as file, transaction.atomic():
        key_id = rewrap.read_head(file)
        recipients.active().get(key_id=key_id)
        count = sum(_insert(batch, key_id) for batch in _batches(rewrap.read_wraps(file)))
        log.record("log.wraps_loaded", actor=None, role="operator", institution=None, details=_noted(key_id, count))
    return count, key_id


def _noted(key_id: bytes, count: int) -> dict[str, str | int]:
    return {"key": key_id.hex(), "epochs": count}


def _batches(wraps: Iterable[Wrap]) -> Iterator[list[Wrap]]:
    wraps = iter(wraps)
    while batch := list(islice(wraps, AT_ONCE)):
        yield batch


def _insert(batch: list[Wrap], key_id: bytes) -> int:
    try:
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, [(wrap.epoch, key_id, wrap.wrapped) for wrap in batch])
            return int(cursor.rowcount)
    except IntegrityError as error:
        raise Malformed("this file speaks of an epoch that is not of this log") from error
