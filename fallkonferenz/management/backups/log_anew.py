"""After a restore the log begins anew, under a new name: what was lost is said, what was erased is erased again.

The old log stays what it was: whoever holds a copy of it can check it up to what was witnessed. As an administrator.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from audit import checking, instance, log, recipients, restoring, retention, standing, stored
from audit.checkpoint import Checkpoint
from audit.current import now_ms
from audit.directory import Directory, NoExport
from audit.format import KIND_AT, Kind
from audit.models import Recipient
from audit.restoring import Approval, Restore
from audit.standing import Outside, Unusable
from fallkonferenz.database import RETENTION, SEQUENCER, WORKER, as_role

NEWEST = "SELECT number, origin FROM audit_origin ORDER BY number DESC LIMIT 1"
BEGIN = "INSERT INTO audit_origin (number, origin, since_size) VALUES (%s, %s, %s)"
ERASURES = (Kind.KEY_DESTROYED, Kind.ERASURE)


class NotNow(Exception):
    """The log cannot be begun anew; the sentence says why."""


def differences() -> list[str]:
    """What a start would be refused for."""
    with as_role(SEQUENCER):
        return standing.refusals(_raw(), _outside(), base=settings.AUDIT_ORIGIN)


def ask(*, operator: str, reason: str) -> bytes:
    """The request, with a challenge sealed for each officer."""
    if not differences():
        raise NotNow("There is nothing to begin anew: the log is as it was witnessed.")
    restore = _found(operator=operator, reason=reason, asked_ms=now_ms())
    return restoring.ask(restore, [bytes(officer.public_key) for officer in _officers()], _instance_key())


def begin(restore: Restore, approval: Approval, *, export: Path | None) -> list[str]:
    """The entry of kind 6 and the new name in one transaction; then the erasures that a newer copy speaks of."""
    _check(restore, approval)
    number, _origin = _newest()
    payloads = list(_erasures(export)) if export else []  # before anything is written
    with as_role(WORKER), transaction.atomic(), connection.cursor() as cursor:
        payload = restoring.write(restore, approval, signed_by=_instance_key())
        log.record_signed(payload, kind=Kind.RESTORE)
        cursor.execute(f"SET LOCAL ROLE {SEQUENCER}")
        cursor.execute(BEGIN, [number + 1, restore.new_origin, restore.from_size])
    return _erased_again(payloads)


def replay(export: Path) -> list[str]:
    """The second half of ``begin``, which may have been killed or forgotten; what is erased is not found again."""
    return _erased_again(list(_erasures(export)))


def _erased_again(payloads: list[bytes]) -> list[str]:
    with as_role(RETENTION):
        instances = [instance.public_key(data) for data in _outside().policy.instances]
        done = [*retention.replay(payloads, instances=instances), *retention.run(retention.routine(timezone.now()))]
    log.end_epoch()
    return [f"{each.count} {each.erasure.what.value}" for each in done]


def _found(*, operator: str, reason: str, asked_ms: int) -> Restore:
    """What is here, and what a witness has seen."""
    _number, origin = _newest()
    with as_role(SEQUENCER):
        size = stored.size(_raw())
        root = stored.frontier(_raw(), size).root()
        seen = _last_seen(origin)
    return Restore(
        origin=origin,
        new_origin=restoring.next_origin(origin),
        from_size=size,
        root=root.hex(),
        lost_to_size=seen.size,
        lost_root=seen.root.hex(),
        reason=reason,
        operator=operator,
        asked_ms=asked_ms,
    )


def _newest() -> tuple[int, str]:
    with as_role(SEQUENCER), connection.cursor() as cursor:
        cursor.execute(NEWEST)
        row = cursor.fetchone()
    if row is None:
        raise NotNow("This database holds no log: bring a backup back first.")
    return row[0], row[1]


def _last_seen(origin: str) -> Checkpoint:
    try:
        seen = [each for each in standing.last_words(_outside(), origin).seen if each.origin == origin]
    except Unusable as error:
        raise NotNow(str(error)) from error
    if not seen:
        raise NotNow("Neither the witness nor the file beside the database says how far the log had come.")
    return max(seen, key=lambda each: each.size)


def _check(restore: Restore, approval: Approval) -> None:
    """Raises NotNow, or CannotOpen where the approval is not one."""
    if _newest()[1] == restore.new_origin:
        raise NotNow("The log goes on under its new name already; replay --export does the rest.")
    found = _found(operator=restore.operator, reason=restore.reason, asked_ms=restore.asked_ms)
    if found != restore:
        raise NotNow("The log is not as it was when the officer was asked; ask again.")
    restoring.check_approval(restore, approval)
    if approval.challenge != restoring.challenge_of(restore, _instance_key()).hex():
        raise NotNow("This approval answers another request.")
    if approval.officer not in {bytes(officer.key_id).hex() for officer in _officers()}:
        raise NotNow("This approval is by nobody who is an officer of this log.")


def _officers() -> list[Recipient]:
    with as_role(WORKER):
        return list(recipients.active().filter(role=Recipient.Role.OFFICER))


def _erasures(export: Path) -> Iterator[bytes]:
    """What a newer copy of the log says was erased, after the copy was checked."""
    try:
        copy = Directory(export)
        if not checking.check(copy, _outside().policy).is_sound:
            raise NotNow(f"The copy in {export} is not sound; python -m audit.verify says what is wrong with it.")
        for row in copy.interventions(copy.size):
            if row.header[KIND_AT] in ERASURES and row.payload is not None:
                yield row.payload
    except NoExport as error:
        raise NotNow(str(error)) from error


def _outside() -> Outside:
    try:
        return Outside.of(
            policy_file=settings.AUDIT_POLICY_FILE,
            url=settings.AUDIT_WITNESS_URL,
            witnessed_file=settings.AUDIT_WITNESSED_FILE,
        )
    except Unusable as error:
        raise NotNow(str(error)) from error


def _instance_key() -> Any:
    return instance.load(settings.AUDIT_INSTANCE_KEY_FILE)


def _raw() -> Any:
    """psycopg's own connection, as the log's core knows it."""
    connection.ensure_connection()
    return connection.connection
