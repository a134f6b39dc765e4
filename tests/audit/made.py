"""A whole log without a database: entries, epochs, tree, checkpoints, all in memory, in whatever state a test wants it.

``Made`` is a source for verify, export and proofs. What a test changes in ``entries`` and friends is what is checked.
"""

from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import closing, erasing, export, policy, restoring, signing, tagkeys, tree, xwing
from audit.checkpoint import Checkpoint
from audit.closing import By, Close
from audit.directory import Directory
from audit.epoch import Circumstances, Recipient, Role, make_record
from audit.erasing import Erasure, What
from audit.format import NO_CASE_TAG, Kind, canonical, close_header, header_of
from audit.restoring import Restore
from audit.sealing import EpochKey
from audit.signing import SigningKey
from audit.source import Bundle, Missing, Row, StoredEpoch, StoredTagKey, StoredTimestamp, StoredWrap
from tests.audit import keys

ORIGIN = "log.example/one"
BEGIN_MS = 1_700_000_000_000
LOG_KEY = SigningKey(bytes(range(32)), bytes(range(32, 64)))
WITNESS_KEY = SigningKey(bytes(range(64, 96)), bytes(range(96, 128)))
INSTANCE = Ed25519PrivateKey.from_private_bytes(bytes(range(128, 160)))
ACTOR = "11111111-2222-4333-8444-555555555555"
NAMES = UUID("99999999-8888-4777-a666-555555555555")


@cache
def recipients():
    return tuple(Recipient(Role(role), xwing.public_bytes(seed)) for role, _label, seed in keys.EVERYBODY)


def policy_text(*more, quorum="quorum w", origins=(ORIGIN,)):
    lines = [f"log {signer.key.vkey()}" for origin in origins for signer in LOG_KEY.as_log(origin)]
    lines.append(f"witness w {WITNESS_KEY.as_witness('witness.example')[1].key.vkey()}")
    lines.append(f"instance {INSTANCE.public_key().public_bytes_raw().hex()}")
    return "\n".join([*lines, *more, quorum, ""]).encode()


def trusted(**given):
    return policy.parse(policy_text(**given))


@dataclass
class Entry:
    header: bytes
    payload: bytes | Missing


@dataclass
class Made:
    entries: list[Entry] = field(default_factory=list)
    epochs: dict[UUID, StoredEpoch] = field(default_factory=dict)
    kept: list[bytes] = field(default_factory=list)
    tags: list[StoredTagKey] = field(default_factory=list)
    rewraps: list = field(default_factory=list)
    stamps: list = field(default_factory=list)
    hashes: list[bytes] | None = None  # when a test wants the stored leaves to differ from the entries
    clock_ms: int = BEGIN_MS
    origin: str = ORIGIN
    _open: dict[UUID, "Open"] = field(default_factory=dict)

    # Writing, as processes and the sequencer do it

    def open_epoch(self, *, previous=None, name=None, to=None, signed_by=INSTANCE, process="p"):
        key = EpochKey(uuid5(NAMES, name or f"epoch {len(self.epochs)}"), bytes([len(self.epochs) % 256]) * 32)
        circumstances = Circumstances(self.origin, process, "test", self.clock_ms, previous)
        signed = make_record(key, to or recipients(), circumstances, signed_by=signed_by)
        self.epochs[key.id] = StoredEpoch(signed.record, signed.signature)
        self._open[key.id] = Open(key)
        self.place(key.id, Kind.EPOCH_OPEN, signed.digest)
        return key.id

    def event(self, epoch, *, event="case.read", case_tag=NO_CASE_TAG, kind=Kind.EVENT, **fields):
        open_ = self._open[epoch]
        text = canonical({"v": 1, "event": event, "level": 0, "operation": "query", "actor": ACTOR} | fields)
        sealed = open_.key.seal(text, kind=kind, counter=open_.take(), unix_ms=self.clock_ms, case_tag=case_tag)
        self.entries.append(Entry(sealed.header, sealed.payload))
        return len(self.entries) - 1

    def place(self, epoch, kind, payload):
        counter = self._open[epoch].take()
        bound = header_of(len(payload), kind=kind, unix_ms=self.clock_ms, epoch=epoch, counter=counter)
        self.entries.append(Entry(close_header(bound, payload), payload))
        return len(self.entries) - 1

    def roll_back(self, epoch):
        """A counter is used, and its act undone."""
        self._open[epoch].abandoned.append(self._open[epoch].take())

    def close(self, epoch, *, by=By.SELF, signed_by=INSTANCE):
        open_ = self._open[epoch]
        close = Close(epoch, open_.counter - 1, tuple(open_.abandoned), by)
        return self.place(epoch, Kind.EPOCH_CLOSE, closing.write(close, signed_by))

    def sign(self, *, witnessed=False, key=LOG_KEY, size=None):
        size = len(self.entries) if size is None else size
        said = Checkpoint(self.origin, size, tree.root_at(size, self.fetch()))
        signers = [*key.as_log(self.origin), *(WITNESS_KEY.as_witness("witness.example") if witnessed else ())]
        self.kept.append(signing.sign(said, signers, unix_s=self.clock_ms // 1000))
        return said

    def tag_key(self, period):
        key = tagkeys.TagKey(period, sha256(period.encode()).digest())
        signed = tagkeys.make_record(key, recipients(), origin=self.origin, made_ms=self.clock_ms, signed_by=INSTANCE)
        self.tags.append(StoredTagKey(period, signed.record, signed.signature))
        return key

    def pass_minutes(self, minutes):
        self.clock_ms += minutes * 60_000

    # What a checker asks for

    def leaves(self):
        return self.hashes or [tree.leaf_hash(entry.header) for entry in self.entries]

    def fetch(self):
        leaves = self.leaves()

        @cache
        def fetch(level, number):
            if level == 0:
                return leaves[number]
            return tree.node_hash(fetch(level - 1, 2 * number), fetch(level - 1, 2 * number + 1))

        return fetch

    def newest(self):
        return self.kept[-1]

    def notes(self):
        return iter(self.kept)

    def bundle(self, number, width):
        some = self.entries[number * 256 : number * 256 + width]
        entries = b"".join(len(entry.header).to_bytes(2, "big") + entry.header for entry in some)
        return Bundle(entries, self.tile(0, number, width), iter([entry.payload for entry in some]))

    def tile(self, level, number, width):
        fetch = self.fetch()
        return b"".join(fetch(8 * level, number * 256 + each) for each in range(width))

    def interventions(self, size):
        for position, entry in enumerate(self.entries[:size]):
            if entry.header[4] in (4, 5, 6):
                yield Row(position, entry.header, entry.payload if isinstance(entry.payload, bytes) else None)

    def stored_epoch(self, epoch_id):
        return self.epochs.get(epoch_id)

    def tag_keys(self):
        return iter(self.tags)

    def wraps(self):
        return iter(self.rewraps)

    def timestamps(self):
        return iter(self.stamps)

    def exported(self, folder, **given):
        text = given.pop("policy_text", None) or policy_text()
        export.write(self, folder / "export", policy=text, trusted=policy.parse(text), **given)
        return Directory(folder / "export")


@dataclass
class Open:
    key: EpochKey
    counter: int = 0
    abandoned: list[int] = field(default_factory=list)

    def take(self):
        self.counter += 1
        return self.counter - 1


def ordinary(entries=20, *, epochs=2, witnessed=True):
    """A log as it is on any day: epochs one after the other, some acts rolled back, checkpoints on the way."""
    made, previous = Made(), None
    for number in range(epochs):
        epoch = made.open_epoch(previous=previous)
        for each in range(entries // epochs - 2):
            made.event(epoch, purpose=f"{number} {each}")
            if each % 7 == 3:
                made.roll_back(epoch)
        made.sign()
        made.close(epoch)
        made.pass_minutes(16)
        previous = epoch
    made.sign(witnessed=witnessed)
    return made


def with_everything():
    """A small log that has one of each: closes, erasures of payloads, an epoch and a tag key, wraps, timestamps."""
    made = ordinary(12)
    first, _second = made.epochs
    made.tag_key("2023-01")
    made.tags[0] = made.tags[0]._replace(record=None)
    made.tag_key("2023-11")
    epoch = made.open_epoch()
    made.event(epoch, event="log.timeline", kind=Kind.OFFICER_ACCESS)
    for what, kind in ((What.PAYLOADS, Kind.ERASURE), (What.EPOCHS, Kind.ERASURE), (What.TAG_KEYS, Kind.KEY_DESTROYED)):
        erasure = Erasure(what, made.clock_ms - 60_000, "asked for", "§ 75 BDSG", ("one", "two"))
        made.place(epoch, kind, erasing.write(erasure, signed_by=INSTANCE))
    for entry in made.entries[:6]:
        entry.payload = Missing.ERASED if entry.header[4] == Kind.EVENT else entry.payload
    made.epochs[first] = StoredEpoch(None, made.epochs[first].signature)
    made.rewraps.append(StoredWrap(epoch, bytes(32), bytes(1168)))
    made.stamps.append(StoredTimestamp(ORIGIN, 12, b"a token"))
    made.sign(witnessed=True)
    return made


def restored(made, *, from_size, lost_to_size, lost_root=bytes(32), seed=keys.FIRST_OFFICER, root=None):
    """The entry that says so, approved by the first officer, in an epoch of its own."""
    root = root or tree.root_at(from_size, made.fetch())
    old = made.origin.removesuffix("/2")
    said = (from_size, root.hex(), lost_to_size, lost_root.hex())
    restore = Restore(old, made.origin, *said, "a disk", "operator", made.clock_ms)
    answer = restoring.approve(restoring.ask(restore, [xwing.public_bytes(seed)], INSTANCE), seed)
    epoch = made.open_epoch()
    return made.place(
        epoch, Kind.RESTORE, restoring.write(restore, restoring.read_approval(answer), signed_by=INSTANCE)
    )
