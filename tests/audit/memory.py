"""A log in memory: written as processes write it, read as a source is read. No database, no files."""

from dataclasses import dataclass, field
from uuid import UUID

from audit import epoch, rewrap, tagkeys, xwing
from audit.epoch import SignedRecord
from audit.format import NO_CASE_TAG, Kind, canonical, close_header, header_of
from audit.sealing import EpochKey, Sealed
from audit.source import Row
from tests.audit.test_epoch import EVERYBODY, HERE, INSTANCE

NOVEMBER_MS = 1_793_491_200_000  # 2026-11-01T00:00Z
ACTOR = UUID("11111111-2222-4333-8444-555555555555")
CASE = UUID("99999999-8888-4777-a666-555555555555")


def text(event="case.read", **given):
    fields = {
        "v": 1,
        "level": 0,
        "operation": "query",
        "outcome": "ok",
        "purpose": "protection",
        "role": "professional",
    }
    return canonical(fields | {"event": event, "actor": str(ACTOR), "institution": 7} | given)


@dataclass
class Memory:
    """Satisfies audit.read.Source."""

    stored: list[Row] = field(default_factory=list)
    epochs: dict[UUID, SignedRecord] = field(default_factory=dict)
    rewraps: dict[tuple[UUID, bytes], bytes] = field(default_factory=dict)
    tag_keys: dict[str, SignedRecord] = field(default_factory=dict)

    def rows(self):
        return iter(self.stored)

    def epoch(self, epoch_id):
        return self.epochs.get(epoch_id)

    def rewrap(self, epoch_id, key_id):
        return self.rewraps.get((epoch_id, key_id))

    def tag_key(self, period):
        return self.tag_keys.get(period)

    # Writing --------------------------------------------------------------------------------

    def open_epoch(self, recipients=EVERYBODY, unix_ms=NOVEMBER_MS):
        key = EpochKey()
        signed = self.epochs[key.id] = epoch.make_record(key, recipients, HERE, signed_by=INSTANCE)
        self._keep(plain(key.id, Kind.EPOCH_OPEN, 0, signed.digest, unix_ms))
        return key

    def write(self, key, counter, sealed_text=None, *, kind=Kind.EVENT, unix_ms=NOVEMBER_MS, case_tag=NO_CASE_TAG):
        self._keep(key.seal(sealed_text or text(), kind=kind, counter=counter, unix_ms=unix_ms, case_tag=case_tag))

    def write_plain(self, key, counter, kind, fields, unix_ms=NOVEMBER_MS):
        self._keep(plain(key.id, kind, counter, canonical(fields) + bytes(64), unix_ms))

    def erase(self, index):
        self.stored[index] = self.stored[index]._replace(payload=None)

    def rewrap_for(self, key, seed):
        public = xwing.public_bytes(seed)
        self.rewraps[key.id, xwing.key_id(public)] = rewrap.wrap_again(key, self.epochs[key.id], public)

    def new_tag_key(self, period="2026-11", recipients=EVERYBODY):
        key = tagkeys.TagKey(period)
        self.tag_keys[period] = tagkeys.make_record(key, recipients, origin=HERE.origin, made_ms=0, signed_by=INSTANCE)
        return key

    def _keep(self, sealed):
        self.stored.append(Row(len(self.stored), sealed.header, sealed.payload))


def plain(epoch_id, kind, counter, payload, unix_ms):
    """An entry that is not sealed."""
    bound = header_of(len(payload), kind=kind, unix_ms=unix_ms, epoch=epoch_id, counter=counter)
    return Sealed(close_header(bound, payload), payload)
