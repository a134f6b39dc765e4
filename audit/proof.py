"""The proof of one entry (C2SP tlog-proof): a small file for a court, or for a person the entry is about.

Pure Python. It holds the entry's header as extra data, the hashes from its leaf up to the root, and a checkpoint; with the
policy, that is enough to see that the log holds this entry, and with the payload, that the header speaks of it.
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from audit import note, tree
from audit.format import HEADER_BYTES, Header, Malformed
from audit.plain import base64_bytes, decimal
from audit.policy import Policy, Seen
from audit.tree import HASH_BYTES, BadProof, Fetch

FIRST_LINE = b"c2sp.org/tlog-proof@v1"
MOST_HASHES = 63
LARGEST_PROOF = note.LARGEST_NOTE + 64 * 1024


@dataclass(frozen=True, slots=True)
class Proof:
    """``note`` is the whole signed checkpoint, as it was given."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes
    header: bytes

    @property
    def data(self) -> bytes:
        lines = [FIRST_LINE, b"extra " + b64encode(self.header), b"index %d" % self.index]
        return b"\n".join([*lines, *map(b64encode, self.hashes), b"", self.note])


def make(index: int, *, size: int, header: bytes, note: bytes, fetch: Fetch) -> Proof:
    """``size`` is that of the checkpoint ``note``; ``fetch`` as in ``tree``."""
    return Proof(index, tuple(tree.inclusion_proof(index, size, fetch)), note, header)


def parse(data: bytes) -> Proof:
    """Raises Malformed. A proof without a header as extra data is not taken: there would be nothing to prove."""
    above, empty, signed = data.partition(b"\n\n")
    lines = above.split(b"\n")
    if len(data) > LARGEST_PROOF or not empty or lines[0] != FIRST_LINE or len(lines) > 3 + MOST_HASHES:
        raise Malformed("this is no proof of format c2sp.org/tlog-proof@v1")
    if len(lines) < 3 or not lines[1].startswith(b"extra ") or not lines[2].startswith(b"index "):
        raise Malformed("this proof does not say of what entry, or of what position")
    header = base64_bytes(lines[1].removeprefix(b"extra "))
    hashes = tuple(base64_bytes(line) for line in lines[3:])
    if len(header) != HEADER_BYTES or any(len(each) != HASH_BYTES for each in hashes):
        raise Malformed("this proof holds no header, or something else than hashes")
    return Proof(decimal(lines[2].removeprefix(b"index ")), hashes, signed, header)


def verify(proof: Proof, policy: Policy, *, payload: bytes | None = None) -> tuple[Header, Seen]:
    """What the proof proves. Raises BadProof, NotTrusted, Malformed.

    Whether the witnesses' quorum stands behind it is in ``Seen.quorum``; whoever needs that has to look.
    """
    seen = policy.check(note.parse(proof.note))
    said = seen.checkpoint
    header = Header.unpack(proof.header)
    leaf = tree.leaf_hash(proof.header)
    tree.verify_inclusion(leaf=leaf, index=proof.index, size=said.size, proof=proof.hashes, root=said.root)
    if payload is not None and (len(payload) != header.length or sha256(payload).digest() != header.digest):
        raise BadProof("the payload is not the one the header speaks of")
    return header, seen


def best_note(notes: Iterable[bytes], policy: Policy, *, index: int) -> tuple[bytes, Seen] | None:
    """The oldest checkpoint over this position that the witnesses' quorum has cosigned; else the newest over it."""
    found = None
    for data in notes:
        seen = policy.check(note.parse(data))
        if seen.checkpoint.size > index:
            found = data, seen
            if seen.quorum:
                break
    return found
