"""Checks a whole log, and needs nothing but the policy: no database, no secret key.

Pure Python. One pass in the order of positions, in constant memory; payloads may have been erased where the log itself
says so, and every proof holds all the same. ``verify.py`` is the program around it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from struct import Struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit import note, tagkeys
from audit.anew import Restores
from audit.counting import MOST_COUNTERS, Epoch, Epochs
from audit.epoch import SignedRecord
from audit.format import HEADER_BYTES, MAGIC, SEALED, WRAPPED_BYTES, Kind, Malformed
from audit.milestones import Milestones
from audit.permits import Permits
from audit.policy import NotTrusted, Policy, Seen
from audit.report import CannotGoOn, Place, Report
from audit.sealing import CannotOpen
from audit.source import Bundle, Damaged, Log, Missing
from audit.tiles import WIDTH, Growing, width_at
from audit.tree import HASH_BYTES
from audit.words import N_

ENTRY = Struct(">H4sB3sQ16sQQ16s32s")  # an entry of a bundle: its length, and the header
ZEROS = bytes(3)
SAYS_OF_THE_LOG = (2, 3, 6)  # it was opened, closed, brought back

Progress = Callable[[int, int], None]


def check(log: Log, policy: Policy, on_progress: Progress | None = None, *, known: Sequence[bytes] = ()) -> Report:
    """Everything that can be said of a log without an officer's key.

    ``known`` are checkpoints from elsewhere, such as a witness's last: only they show that the end was cut off.
    """
    report = Report()
    try:
        newest = policy.check(note.parse(log.newest()))
    except (Malformed, NotTrusted) as error:
        report.fault(None, N_("The newest checkpoint: {error}."), error=error)
    except Damaged as error:
        report.fault(None, error.sentence, **error.given)
    else:
        report.origin, report.size, report.unix_s = newest.checkpoint.origin, newest.checkpoint.size, newest.unix_s
        with suppress(CannotGoOn):
            _Check(log, policy, newest, report, known).run(on_progress or (lambda done, total: None))
    return report


class _Check:
    def __init__(self, log: Log, policy: Policy, newest: Seen, report: Report, known: Sequence[bytes]) -> None:
        self._log, self._report = log, report
        self._instances = [Ed25519PublicKey.from_public_bytes(raw) for raw in policy.instances]
        self._permits = permits = Permits(log, report.size, self._instances, report)
        self._milestones = Milestones(log, policy, newest, report, known=known, restores=permits.restores)
        self._restores = Restores(log, permits.restores, report)
        self._epochs = Epochs(log, policy, permits, self._milestones, report)
        self._tree = Growing(self._compare_tile)

    def run(self, on_progress: Progress) -> None:
        size = self._report.size
        self._milestones.start()
        self._pass_milestones(0, 0)
        for number in range(-(-size // WIDTH)):
            self._tile(number, width_at(size, 0, number))
            on_progress(min((number + 1) * WIDTH, size), size)
        self._tree.end()
        self._epochs.end(now_ms=self._milestones.before_s * 1000)
        self._milestones.end()
        self._check_tag_keys()
        self._check_lists()

    def _tile(self, number: int, width: int) -> None:
        first = number * WIDTH
        try:
            bundle = self._log.bundle(number, width)
        except Damaged as error:
            self._report.fault(first, error.sentence, **error.given)
            self._report.is_cut = True
            raise CannotGoOn from error  # without it no root can be known
        self._tree.add(bundle.hashes)
        self._compare_leaves(bundle, first)
        try:
            self._entries(bundle, first)
        except Damaged as error:
            self._report.fault(first, error.sentence, **error.given)
        self._pass_milestones(first, width)
        if width == WIDTH:
            self._tree.keep()

    def _pass_milestones(self, first: int, width: int) -> None:
        self._restores.compare(first, width, lambda size: self._tree.root(size - first))
        while first <= (size := self._milestones.next_size) <= first + width:
            self._milestones.meet(self._tree.root(size - first))

    def _compare_leaves(self, bundle: Bundle, first: int) -> None:
        entries = bundle.entries
        hashes = [
            sha256(b"\x00" + entries[at + 2 : at + ENTRY.size]).digest() for at in range(0, len(entries), ENTRY.size)
        ]
        if b"".join(hashes) != bundle.hashes:
            for index, hash_ in enumerate(hashes):
                if hash_ != bundle.hashes[index * HASH_BYTES : (index + 1) * HASH_BYTES]:
                    self._report.fault(first + index, N_("The entry is not the one that stands in the tree."))

    def _entries(self, bundle: Bundle, first: int) -> None:
        """The hot path: one turn for each entry, without building anything for it."""
        by_id, report, touched = self._epochs.by_id, self._report, set()
        rows = zip(ENTRY.iter_unpack(bundle.entries), bundle.payloads, strict=True)
        for position, (row, payload) in enumerate(rows, start=first):
            length, magic, kind, zeros, unix_ms, epoch_id, counter, size, case_tag, digest = row
            if payload is Missing.LOST:
                report.fault(position, N_("The entry is gone from the database."))
                continue
            if length != HEADER_BYTES or magic != MAGIC or zeros != ZEROS or not 1 <= kind <= 7:
                report.fault(position, N_("This is not the header of an entry."))
                continue
            met = by_id.get(epoch_id) or self._epochs.meet(epoch_id, position)
            bit = 1 << min(counter, MOST_COUNTERS + 1)
            if met.seen & bit or counter > MOST_COUNTERS:
                report.fault(
                    position,
                    N_("Counter {counter} of epoch {epoch} stands here again, or comes after its close."),
                    counter=counter,
                    epoch=epoch_id.hex(),
                )
                continue
            met.seen |= bit
            if type(payload) is not bytes:
                self._check_missing(position, payload, kind, case_tag, unix_ms)
            elif len(payload) != size or sha256(payload).digest() != digest:
                report.fault(position, N_("The payload is not the one the header speaks of."))
            if not met.earliest_ms <= unix_ms <= met.latest_ms and (kind != 3 or unix_ms < met.earliest_ms):
                report.fault(position, N_("The entry's time is not one at which its epoch was open."))
            if (kind == 2) is not (counter == 0):
                report.fault(position, N_("Entry 0 of an epoch opens it, and no other."))
            elif kind in SAYS_OF_THE_LOG and type(payload) is bytes:
                self._read(kind, epoch_id, met, position, counter, unix_ms, payload)
            if met.close:
                touched.add(epoch_id)
                if counter > met.close.last + 1:
                    report.fault(position, N_("This comes after the close of epoch {epoch}."), epoch=epoch_id.hex())
        self._epochs.forget_complete(touched)

    def _read(
        self, kind: int, epoch_id: bytes, met: Epoch, position: int, counter: int, unix_ms: int, payload: bytes
    ) -> None:
        if kind == Kind.EPOCH_OPEN:
            self._epochs.opened(epoch_id, met, position, unix_ms, payload)
            self._restores.opened(epoch_id, position)
        elif kind == Kind.EPOCH_CLOSE:
            self._epochs.closed(epoch_id, met, position, counter, payload)
        else:
            self._restores.met(position, payload)

    def _check_missing(self, position: int, why: object, kind: int, case_tag: bytes, unix_ms: int) -> None:
        if why is Missing.LEFT_OUT and kind in SEALED:
            self._report.left_out += 1
            return
        self._report.erased += 1
        if kind not in SEALED:
            self._report.fault(position, N_("The payload of an entry that everybody must be able to read is missing."))
        elif not self._permits.payload(position, kind, case_tag, unix_ms):
            self._report.fault(position, N_("The payload is missing, and no erasure says why."))

    def _compare_tile(self, level: int, number: int, hashes: bytes) -> None:
        covers = WIDTH**level
        try:
            stored = self._log.tile(level, number, len(hashes) // HASH_BYTES)
        except Damaged as error:
            self._report.fault(number * WIDTH * covers, error.sentence, Place.NODE, **error.given)
            return
        for at in range(0, len(hashes), HASH_BYTES):
            if stored[at : at + HASH_BYTES] != hashes[at : at + HASH_BYTES]:
                position = (number * WIDTH + at // HASH_BYTES) * covers
                self._report.fault(
                    position,
                    N_("A stored node of level {level} is not the root of what is below it."),
                    Place.NODE,
                    level=level,
                )

    def _check_lists(self) -> None:
        """What the officers and the authority of time sign themselves: here only that it can be read."""
        try:
            for epoch_id, _key, wrapped in self._log.wraps():
                if epoch_id.bytes not in self._epochs.by_id or len(wrapped) != WRAPPED_BYTES:
                    self._report.fault(None, N_("A key wrapped anew is damaged, or of no epoch of this log."))
            for origin, size, _token in self._log.timestamps():
                if origin not in self._milestones.origins or not 0 <= size <= self._report.size:
                    self._report.fault(None, N_("A timestamp is of no checkpoint of this log."))
        except Damaged as error:
            self._report.fault(None, error.sentence, **error.given)

    def _check_tag_keys(self) -> None:
        try:
            for period, record, signature in self._log.tag_keys():
                if record is not None:
                    self._check_tag_key(period, SignedRecord(record, signature))
                elif not self._permits.tag_key(period):
                    self._report.fault(
                        None, N_("The tag key of {period} is gone, and no entry says why."), period=period
                    )
        except (Damaged, ValueError) as error:  # a month may be no month, or of the year 9999
            self._report.fault(None, N_("The tag keys cannot be read: {error}."), error=error)

    def _check_tag_key(self, period: str, signed: SignedRecord) -> None:
        if tagkeys.read_record(signed.record).get("period") == period:
            for instance in self._instances:
                try:
                    return tagkeys.check_signature(signed, instance)
                except CannotOpen:
                    continue
        self._report.fault(
            None, N_("The record of the tag key of {period} was not signed by an instance."), period=period
        )
        return None
