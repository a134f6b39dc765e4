"""A signed log of any size, made as it is written: epochs of 1024 entries, one in a thousand by the one who is asked for."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import closing, export, policy, signing
from audit.checkpoint import Checkpoint
from audit.closing import By, Close
from audit.epoch import Circumstances, Recipient, Role, make_record
from audit.format import Kind, canonical, close_header, header_of
from audit.officer import KeyPair
from audit.sealing import EpochKey, Sealed
from audit.signing import SigningKey
from audit.source import Bundle, StoredEpoch
from audit.tree import leaf_hash, node_hash

IN_EPOCH = 1024
IN_BUNDLE = 256
ORIGIN = "bench"
BEGAN_MS = 1_700_000_000_000
SOUGHT, OTHER = (UUID(int=number) for number in (1, 2))
LOG_KEY = SigningKey(bytes(32), bytes(range(32)))
INSTANCE = Ed25519PrivateKey.from_private_bytes(bytes(32))


def policy_text() -> bytes:
    lines = [f"log {signer.key.vkey()}" for signer in LOG_KEY.as_log(ORIGIN)]
    return "\n".join([*lines, f"instance {INSTANCE.public_key().public_bytes_raw().hex()}", "quorum none", ""]).encode()


def write(entries: int, path: Path, officers: list[KeyPair], *, every: int = 0) -> None:
    """``entries`` is a multiple of 1024; a checkpoint is kept for ``every`` so many of them, or only the newest."""
    text = policy_text()
    export.write(_Log(entries, officers, every), path, policy=text, trusted=policy.parse(text))


class _Log:
    """What an export asks for; nothing is kept but hashes and the records of epochs."""

    def __init__(self, entries: int, officers: list[KeyPair], every: int) -> None:
        roles = (Role.OFFICER, Role.OFFICER, Role.RECOVERY)
        self._recipients = [Recipient(role, pair.public) for role, pair in zip(roles, officers, strict=True)]
        self._epochs: dict[UUID, StoredEpoch] = {}
        self._sealed = lru_cache(1)(self._seal)
        levels = [[leaf_hash(sealed.header) for number in range(entries // IN_EPOCH) for sealed in self._seal(number)]]
        while len(levels[-1]) > 1:
            levels.append([node_hash(*levels[-1][at : at + 2]) for at in range(0, len(levels[-1]) - 1, 2)])
        self._levels = levels
        self._sizes = [*range(every, entries, every), entries] if every else [entries]

    def _root(self, size: int) -> bytes:
        root, begin = b"", size
        for level in range(size.bit_length()):
            if size >> level & 1:
                begin -= 1 << level
                peak = self._levels[level][begin >> level]
                root = node_hash(peak, root) if root else peak
        return root

    def _seal(self, number: int) -> list[Sealed]:
        key = EpochKey(UUID(int=number + 1), sha256(b"%d" % number).digest())
        opened_ms = BEGAN_MS + number * 1000
        first = self._plain(key.id, Kind.EPOCH_OPEN, 0, self._digest(key, opened_ms), opened_ms)
        events = [
            key.seal(_text(number, counter), kind=Kind.EVENT, counter=counter, unix_ms=opened_ms)
            for counter in range(1, IN_EPOCH - 1)
        ]
        close = closing.write(Close(key.id, IN_EPOCH - 2, (), By.SELF), INSTANCE)
        return [first, *events, self._plain(key.id, Kind.EPOCH_CLOSE, IN_EPOCH - 1, close, opened_ms)]

    def _digest(self, key: EpochKey, opened_ms: int) -> bytes:
        if key.id not in self._epochs:
            circumstances = Circumstances(ORIGIN, "bench", "bench", opened_ms, None)
            signed = make_record(key, self._recipients, circumstances, signed_by=INSTANCE)
            self._epochs[key.id] = StoredEpoch(signed.record, signed.signature)
        stored = self._epochs[key.id]
        return sha256((stored.record or b"") + stored.signature).digest()

    def _plain(self, epoch: UUID, kind: Kind, counter: int, payload: bytes, unix_ms: int) -> Sealed:
        bound = header_of(len(payload), kind=kind, unix_ms=unix_ms, epoch=epoch, counter=counter)
        return Sealed(close_header(bound, payload), payload)

    def newest(self) -> bytes:
        return self._note(self._sizes[-1])

    def notes(self) -> Iterator[bytes]:
        return map(self._note, self._sizes)

    def _note(self, size: int) -> bytes:
        said = Checkpoint(ORIGIN, size, self._root(size))
        return signing.sign(said, LOG_KEY.as_log(ORIGIN), unix_s=BEGAN_MS // 1000 + size)

    def bundle(self, number: int, width: int) -> Bundle:
        at = number * IN_BUNDLE % IN_EPOCH
        some = self._sealed(number * IN_BUNDLE // IN_EPOCH)[at : at + width]
        entries = b"".join(len(sealed.header).to_bytes(2, "big") + sealed.header for sealed in some)
        return Bundle(entries, self.tile(0, number, width), iter([sealed.payload for sealed in some]))

    def tile(self, level: int, number: int, width: int) -> bytes:
        return b"".join(self._levels[8 * level][number * IN_BUNDLE : number * IN_BUNDLE + width])

    def stored_epoch(self, epoch_id: UUID) -> StoredEpoch | None:
        return self._epochs.get(epoch_id)

    def _none(self, *_size: int) -> Iterator[object]:
        return iter(())

    interventions = tag_keys = wraps = timestamps = _none


def _text(number: int, counter: int) -> bytes:
    """426 bytes, as in the mean."""
    actor = SOUGHT if (number * IN_EPOCH + counter) % 1000 == 0 else OTHER
    fields = {"v": 1, "event": "case.read", "level": 0, "operation": "query", "actor": str(actor), "role": "professional",
              "institution": 7, "outcome": "ok", "purpose": "x"}  # fmt: skip
    text = canonical(fields)
    return canonical(fields | {"purpose": "x" * (427 - len(text))})
