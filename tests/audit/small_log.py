"""A log in memory, as the sequencer would keep one: leaves, any tree of them, signed checkpoints, proofs."""

import time
from hashlib import sha256

from audit import signing, tree
from audit.checkpoint import Checkpoint
from audit.signing import SigningKey

NOW = int(time.time())  # a witness that was silent for a day is a fault


def key_of(name: str) -> SigningKey:
    return SigningKey(*(sha256(f"test key {kind} of {name}".encode()).digest() for kind in ("ed25519", "ml-dsa")))


class SmallLog:
    def __init__(self, origin: str = "log.example/audit", leaves: int = 0, key: SigningKey | None = None) -> None:
        self.origin = origin
        self.signers = (key or key_of("the log")).as_log(origin)
        self.leaves = [sha256(b"leaf %d" % number).digest() for number in range(leaves)]

    @property
    def keys(self):
        return [signer.key for signer in self.signers]

    def fetch(self, level: int, number: int) -> bytes:
        if level == 0:
            return self.leaves[number]
        return tree.node_hash(self.fetch(level - 1, 2 * number), self.fetch(level - 1, 2 * number + 1))

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(self.origin, size, tree.root_at(size, self.fetch))

    def note(self, size: int) -> bytes:
        return signing.sign(self.checkpoint(size), self.signers, unix_s=NOW)

    def proof(self, old: int, new: int) -> list[bytes]:
        return tree.consistency_proof(old, new, self.fetch) if old > 0 else []
