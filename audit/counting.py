"""The epochs of a log while it is checked: who opened them, for whom, and that no counter is missing or used twice.

Pure Python. Of an epoch that is closed and complete only its id stays in memory.
"""

from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit import closing, epoch
from audit.closing import By, Close
from audit.epoch import SignedRecord
from audit.format import Malformed
from audit.milestones import Milestones
from audit.permits import Permits, names_of
from audit.policy import Policy
from audit.readership import Readers
from audit.report import Report
from audit.sealing import CannotOpen
from audit.source import Damaged, Log
from audit.words import N_

SLACK_MS = 60 * 1000  # a clock that is set right while an epoch is open
LONGEST_MS = 15 * 60 * 1000
CLOSED_AFTER_MS = 2 * LONGEST_MS
MOST_COUNTERS = 1024  # entries; the close has this number at most
FOREVER_MS = 2**64


@dataclass(slots=True)
class Epoch:
    """``seen`` has a bit for each counter that was met."""

    opened_ms: int
    earliest_ms: int
    latest_ms: int
    first: int
    digest: bytes
    instances: tuple[Ed25519PublicKey, ...]
    process: str = ""
    seen: int = 0
    close: Close | None = None
    closed_at: int = 0


UNKNOWN, ERASED = b"", b"erased"  # in place of a digest
OVER = Epoch(0, 0, FOREVER_MS, 0, UNKNOWN, (), seen=(1 << (MOST_COUNTERS + 1)) - 1)


class Epochs:
    def __init__(self, log: Log, policy: Policy, permits: Permits, milestones: Milestones, report: Report) -> None:
        self._log, self._report, self._permits, self._milestones = log, report, permits, milestones
        self._origins = names_of(milestones.newest.checkpoint.origin)
        keys = [Ed25519PublicKey.from_public_bytes(raw) for raw in policy.instances]
        self._instances = {epoch.instance_id(key): key for key in keys}
        self.by_id: dict[bytes, Epoch] = {}
        self._awaited: dict[bytes, int] = {}
        self._readers = Readers(report)
        self._alive_ms: dict[str, int] = {}

    def meet(self, epoch_id: bytes, position: int) -> Epoch:
        """The first entry of an epoch was met; what follows from its record is known from now on."""
        self._report.epochs += 1
        self._awaited.pop(epoch_id, None)
        met = self.by_id[epoch_id] = self._met(epoch_id, position)
        return met

    def _met(self, epoch_id: bytes, position: int) -> Epoch:
        unknown = Epoch(0, 0, FOREVER_MS, position, UNKNOWN, tuple(self._instances.values()))
        name = epoch_id.hex()
        try:
            stored = self._log.stored_epoch(UUID(bytes=epoch_id))
        except Damaged as error:
            self._report.fault(position, error.sentence, **error.given)
            return unknown
        if stored is None:
            self._report.fault(position, N_("There is no record of epoch {epoch}."), epoch=name)
            return unknown
        if stored.record is None:
            unknown.digest = ERASED  # whether that is allowed shows at its entry of kind 2, which knows when it was
            return unknown
        try:
            return self._of_record(epoch_id, SignedRecord(stored.record, stored.signature), position)
        except (Malformed, CannotOpen) as error:
            self._report.fault(position, N_("The record of epoch {epoch}: {error}."), epoch=name, error=error)
            return unknown

    def _of_record(self, epoch_id: bytes, signed: SignedRecord, position: int) -> Epoch:
        fields = epoch.read_record(signed.record)
        if fields["epoch"] != epoch_id.hex() or fields["origin"] not in self._origins:
            raise CannotOpen("it belongs to another epoch or another log")
        if fields["instance"] not in self._instances:
            raise CannotOpen("it comes from an instance the policy does not know")
        instance = self._instances[fields["instance"]]
        epoch.check_signature(signed, instance)
        epoch.recipient_list(fields)
        opened_ms = fields["opened_ms"]
        self._readers.met(position, opened_ms, frozenset(entry["key"] for entry in fields["recipients"]))
        self._await(fields.get("previous"), position)
        self._milestones.opened(position, opened_ms)
        process, latest_ms = str(fields.get("process", "")), opened_ms + LONGEST_MS + SLACK_MS
        if fields.get("previous"):
            self._alive_ms[process] = max(opened_ms, self._alive_ms.get(process, 0))
        return Epoch(opened_ms, opened_ms - SLACK_MS, latest_ms, position, signed.digest, (instance,), process)

    def _await(self, previous: object, position: int) -> None:
        if previous:
            try:
                before = UUID(hex=str(previous)).bytes
            except ValueError as error:
                raise Malformed("the epoch before it has no id") from error
            if before not in self.by_id:
                self._awaited[before] = position

    def opened(self, epoch_id: bytes, met: Epoch, position: int, unix_ms: int, payload: bytes) -> None:
        """Its entry of kind 2."""
        if met.digest == ERASED:
            self._erased(epoch_id, met, position, unix_ms)
        elif met.digest == UNKNOWN:
            return  # told of already
        elif payload != met.digest or unix_ms != met.opened_ms:
            self._report.fault(
                position, N_("The record of epoch {epoch} is not the one the log speaks of."), epoch=epoch_id.hex()
            )

    def _erased(self, epoch_id: bytes, met: Epoch, position: int, unix_ms: int) -> None:
        met.opened_ms = unix_ms
        met.earliest_ms, met.latest_ms = unix_ms - SLACK_MS, unix_ms + LONGEST_MS + SLACK_MS
        if not self._permits.epoch(position, unix_ms):
            self._report.fault(
                position, N_("The record of epoch {epoch} is gone, and no erasure says why."), epoch=epoch_id.hex()
            )

    def closed(self, epoch_id: bytes, met: Epoch, position: int, counter: int, payload: bytes) -> None:
        """Its entry of kind 3."""
        try:
            signed = closing.read(payload)
            if not any(_is_signed(signed, instance) for instance in met.instances):
                raise CannotOpen("no instance of the policy has signed it")
            if signed.close.epoch.bytes != epoch_id or signed.close.last + 1 != counter or met.close:
                raise CannotOpen("it closes another epoch, stands at another counter, or is the second")
        except (Malformed, CannotOpen) as error:
            self._report.fault(position, N_("The close of epoch {epoch}: {error}."), epoch=epoch_id.hex(), error=error)
            return
        met.close, met.closed_at = signed.close, position
        if met.seen >> (counter + 1):
            self._report.fault(position, N_("This closes epoch {epoch} too early."), epoch=epoch_id.hex())

    def forget_complete(self, ids: set[bytes]) -> None:
        """Of those that are closed and whole, nothing but the id is needed any more."""
        for epoch_id in ids:
            met = self.by_id[epoch_id]
            if not met.close or met.close.by is By.SUCCESSOR:  # its process may yet show that it lived
                continue
            if not _gaps(met, met.close.last) - set(met.close.abandoned):
                self._reckon(epoch_id, met, 0)
                self.by_id[epoch_id] = OVER

    def end(self, now_ms: int) -> None:
        for epoch_id, met in self.by_id.items():
            if met is not OVER:
                self._reckon(epoch_id, met, now_ms)
        self._readers.tell()
        for epoch_id, position in self._awaited.items():
            self._report.fault(
                position, N_("Epoch {epoch} came before this one, and all of it is missing."), epoch=epoch_id.hex()
            )

    def _lived_on(self, met: Epoch) -> bool:
        """A process that could not close an epoch in time opens no other under its old name."""
        return self._alive_ms.get(met.process, 0) >= met.opened_ms + CLOSED_AFTER_MS

    def _reckon(self, epoch_id: bytes, met: Epoch, now_ms: int) -> None:
        name = epoch_id.hex()
        if met.close is None:
            self._reckon_open(name, met, now_ms)
            return
        gaps, abandoned = _gaps(met, met.close.last), set(met.close.abandoned)
        for counter in sorted(gaps - abandoned):
            self._report.fault(
                met.closed_at,
                N_("This closes epoch {epoch}, whose entry {counter} was taken out before it had a position."),
                counter=counter,
                epoch=name,
            )
        if abandoned - gaps:
            self._report.notice(met.closed_at, N_("Counters of epoch {epoch} are both used and given up."), epoch=name)
        if met.close.by is By.SUCCESSOR:
            self._reckon_killed(name, met, len(gaps))

    def _reckon_killed(self, name: str, met: Epoch, count: int) -> None:
        if self._lived_on(met):
            self._report.fault(
                met.closed_at,
                N_(
                    "Epoch {epoch} was closed as if its process had been killed, but that went on: its own close was taken out."
                ),
                epoch=name,
            )
        elif count:
            self._report.notice(
                met.closed_at,
                N_(
                    "A process was killed: {count} counters of epoch {epoch} were perhaps never written, perhaps taken out."
                ),
                count=count,
                epoch=name,
            )
        else:
            self._report.notice(
                met.closed_at,
                N_("A process was killed: what was the last entry of epoch {epoch} cannot be known."),
                epoch=name,
            )

    def _reckon_open(self, name: str, met: Epoch, now_ms: int) -> None:
        if not met.seen & 1:
            self._report.fault(met.first, N_("Entry {counter} of epoch {epoch} is missing."), counter=0, epoch=name)
        if self._lived_on(met):
            self._report.fault(
                met.first,
                N_("Epoch {epoch} was never closed, but its process went on: its close was taken out."),
                epoch=name,
            )
        elif met.opened_ms + CLOSED_AFTER_MS < now_ms:
            self._report.notice(
                met.first, N_("Epoch {epoch} was never closed; what was its last entry cannot be known."), epoch=name
            )
        if _gaps(met, met.seen.bit_length() - 1) - {0}:
            self._report.notice(
                met.first,
                N_("Epoch {epoch}, which is still open, has counters that nobody has accounted for yet."),
                epoch=name,
            )


def _gaps(met: Epoch, last: int) -> set[int]:
    missing = ~met.seen & ((1 << (last + 1)) - 1)
    if not missing:
        return set()
    return {counter for counter in range(last + 1) if missing >> counter & 1}


def _is_signed(signed: closing.SignedClose, instance: Ed25519PublicKey) -> bool:
    try:
        closing.check_signature(signed, instance)
    except CannotOpen:
        return False
    return True
