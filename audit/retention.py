"""What is past its time is erased: payloads, then the keys that opened them. Only as the role ``fk_retention``.

Each erasure is an entry first, and then done in small pieces. Killed in between, the next run goes on with the same
entry. Headers and leaves stay, so the tree and every proof stay as they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import erasing, levels, log, opening, statements
from audit.erasing import PERSONS_AT_LEAST, SCHEDULE, YEARS_AT_LEAST, Erasure, What
from audit.events import Level
from audit.format import Kind
from audit.statements import Values

LAW = "§ 76 (4) BDSG"
SETTINGS = {"event": Kind.EVENT, "officer_access": Kind.OFFICER_ACCESS}
GRACE = timedelta(days=1)  # a clock that is a little behind still writes into the month before
ONE_AT_A_TIME = 0x666B7274  # "fkrt", the number of our advisory lock


class NotAllowed(Exception):
    """An erasure that lacks what it needs: two persons, a reason, a sensible time."""


class AlreadyRunning(Exception):
    """Another process is erasing."""


@dataclass(frozen=True, slots=True)
class Done:
    erasure: Erasure
    count: int


def cutoffs(now: datetime) -> dict[Kind, datetime]:
    """From when on entries are kept, per kind: the years of ``AUDIT_RETENTION`` that follow the year of the entry."""
    return {SETTINGS[name]: _start_of_year(now, years) for name, years in _years().items()}


def _years() -> Mapping[str, int]:
    years: Mapping[str, int] = settings.AUDIT_RETENTION
    if years.keys() != SETTINGS.keys() or any(value < YEARS_AT_LEAST for value in years.values()):
        raise NotAllowed(_("AUDIT_RETENTION must name event and officer_access, each with at least one year."))
    return years


def _start_of_year(now: datetime, years: int) -> datetime:
    local = timezone.localtime(now)
    return local.replace(year=local.year - years, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def routine(now: datetime) -> Iterator[Erasure]:
    """All that the settings want erased at ``now``, in the order in which it must go."""
    kept_from = cutoffs(now)
    for kind, before in kept_from.items():
        yield _due(What.PAYLOADS, before, kind=kind)
    yield _due(What.EPOCHS, max(kept_from.values()))
    yield _due(What.HELD_TAG_KEYS, _start_of_month(now - GRACE))
    yield _due(What.TAG_KEYS, min(kept_from.values()))


def _due(what: What, before: datetime, kind: Kind | None = None) -> Erasure:
    reason = "the time of keeping is over"
    return Erasure(what, _ms(before), reason, LAW, (SCHEDULE,), kind=kind)


def of_one_case(tags: Iterable[bytes], *, reason: str, ground: str, approved_by: Iterable[str]) -> list[Erasure]:
    """The early erasure of one case: a tag for each month, which only an officer can tell. Two persons approve it."""
    persons = tuple(sorted({name.strip() for name in approved_by} - {"", SCHEDULE}))
    if len(persons) < PERSONS_AT_LEAST or not reason.strip() or not ground.strip():
        raise NotAllowed(_("An early erasure needs two who approve it, a reason and a ground in law."))
    if not all(text.isprintable() for text in (reason, ground, *persons)):
        raise NotAllowed(_("Reason, ground and names have no control characters: others read them on their screens."))
    before_ms = _ms(timezone.now())
    return [Erasure(What.PAYLOADS, before_ms, reason, ground, persons, case_tag=tag) for tag in tags]


def run(erasures: Iterable[Erasure]) -> Iterator[Done]:
    """Carry them out one by one; what finds nothing to erase leaves no entry. NotConfirmed before anything is erased."""
    with _alone():
        for erasure in erasures:
            if count(erasure):
                under = _declared(erasure)
                if under is None or under.position is None or not count(erasure, under):
                    _declare(erasure)
                    levels.settle(degrades=False)  # what is gone is gone: first the witness has to have seen why
                    under = _declared(erasure)
                yield Done(erasure, _carry_out(erasure, under))


def replay(payloads: Iterable[bytes], *, instances: Iterable[Ed25519PublicKey]) -> list[Done]:
    """After a restore: do again what a newer copy of the log says was erased (its entries of kind 4 and 5).

    Each must be signed by one of ``instances``; raises CannotOpen or Malformed before anything is done.
    """
    known = list(instances)
    said = [erasing.checked(payload, known).erasure for payload in payloads]
    return list(run(replace(erasure, replayed=True) for erasure in said))


class Under(NamedTuple):
    """The entry that covers an erasure: its position, where it has one."""

    position: int | None


ANYWHERE = Under(None)


def count(erasure: Erasure, under: Under = ANYWHERE) -> int:
    """How many rows it would empty now; of those that stand before the entry that covers it, where one is given."""
    with connection.cursor() as cursor:
        cursor.execute(statements.COUNT[erasure.what], _values(erasure, under))
        return int(cursor.fetchone()[0])


def _declared(erasure: Erasure) -> Under | None:
    """A run that was killed has left its entry: the next one goes on with it, if it was confirmed."""
    if erasure.what is What.HELD_TAG_KEYS:
        return None
    with connection.cursor() as cursor:
        cursor.execute(statements.DECLARED, _values(erasure))
        row = cursor.fetchone()
    return Under(*row) if row else None


def _declare(erasure: Erasure) -> None:
    """The entry, and the row that lets the database erase."""
    with transaction.atomic(), connection.cursor() as cursor:
        payload = erasing.write(erasure, signed_by=opening.instance_key())
        epoch, counter = log.record_signed(payload, kind=erasure.header_kind, level=Level.WITNESSED)
        if erasure.what is not What.HELD_TAG_KEYS:
            cursor.execute(statements.DECLARE, _values(erasure) | {"id": uuid4(), "epoch": epoch, "counter": counter})


def _carry_out(erasure: Erasure, under: Under | None) -> int:
    return sum(_piece(erasure, under or ANYWHERE, epochs) for epochs in _pieces(erasure))


def _pieces(erasure: Erasure) -> Iterator[list[object]]:
    """A few epochs at a time, so that no transaction is large; keys of months are few."""
    if erasure.what not in (What.PAYLOADS, What.EPOCHS):
        yield []
        return
    with connection.cursor() as cursor:
        cursor.execute(statements.EPOCHS, _values(erasure))
        epochs = [row[0] for row in cursor.fetchall()]
    for start in range(0, len(epochs), statements.EPOCHS_AT_ONCE):
        yield epochs[start : start + statements.EPOCHS_AT_ONCE]


def _piece(erasure: Erasure, under: Under, epochs: list[object]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.ERASE[erasure.what], _values(erasure, under) | {"epochs": epochs})
        return int(cursor.rowcount)


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if cursor.fetchone() != (True,):
            raise AlreadyRunning(_("Another process is erasing; try again later."))
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _start_of_month(now: datetime) -> datetime:
    utc = now.astimezone(UTC)
    return datetime(utc.year, utc.month, 1, tzinfo=UTC)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def moment(erasure: Erasure) -> datetime:
    return datetime.fromtimestamp(erasure.before_ms / 1000, UTC)


def _values(erasure: Erasure, under: Under = ANYWHERE) -> Values:
    return {
        "under": under.position,
        "what": erasure.what.value,
        "before": moment(erasure),
        "before_ms": erasure.before_ms,
        "kind": erasure.kind and int(erasure.kind),
        "case_tag": erasure.case_tag,
    }
