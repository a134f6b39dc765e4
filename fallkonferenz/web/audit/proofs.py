"""That an entry stands in the log: its way up to the root of the newest checkpoint, checked here and now."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from audit import stored
from audit.checkpoint import Checkpoint
from audit.live import Connection
from audit.read import Row
from audit.tree import BadProof, inclusion_proof, leaf_hash, verify_inclusion

CHECKPOINT = """
    SELECT c.origin, c.size, c.root, c.note, c.at FROM audit_checkpoint c JOIN audit_origin o USING (origin)
    WHERE c.size > %s ORDER BY o.number DESC, c.size DESC LIMIT 1
"""
COSIGNATURES = "SELECT witness, line FROM audit_cosignature WHERE origin = %s AND size = %s ORDER BY witness"


@dataclass(frozen=True)
class Proof:
    """``fault`` says why the proof does not hold; empty when it does."""

    position: int
    leaf: bytes
    checkpoint: Checkpoint
    at: datetime
    path: list[bytes]
    note: bytes
    witnesses: list[str]
    fault: str = ""

    @property
    def as_file(self) -> bytes:
        """A c2sp.org/tlog-proof@v1."""
        lines = ["c2sp.org/tlog-proof@v1", f"index {self.position}", *(b64encode(each).decode() for each in self.path)]
        return "\n".join(lines).encode() + b"\n\n" + self.note


def proof_of(connection: Connection, row: Row) -> Proof | None:
    """None while no checkpoint covers the entry."""
    if row.position is None:
        return None
    found = connection.execute(CHECKPOINT, (row.position,), binary=True).fetchone()
    if found is None:
        return None
    origin, size, root, note, at = found
    cosigned = connection.execute(COSIGNATURES, (origin, size), binary=True).fetchall()
    leaf, path, fault = leaf_hash(row.header), list[bytes](), ""
    try:
        path = inclusion_proof(row.position, size, stored.fetch(connection))
        verify_inclusion(leaf=leaf, index=row.position, size=size, proof=path, root=root)
    except BadProof as error:
        fault = str(error)
    return Proof(
        position=row.position,
        leaf=leaf,
        checkpoint=Checkpoint(origin, size, root),
        at=at,
        path=path,
        note=b"".join([note, *(line for _witness, line in cosigned)]),
        witnesses=[witness for witness, _line in cosigned],
        fault=fault,
    )
