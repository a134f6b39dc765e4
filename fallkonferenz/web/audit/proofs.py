"""That an entry stands in the log: its way up to the root of the newest checkpoint, checked here and now."""

from dataclasses import dataclass, replace
from datetime import datetime

from audit import proof, stored
from audit.checkpoint import Checkpoint
from audit.live import Connection
from audit.read import Row
from audit.tree import BadProof, leaf_hash, verify_inclusion

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
    witnesses: list[str]
    steps: int = 0
    as_file: bytes = b""
    fault: str = ""


def proof_of(connection: Connection, row: Row) -> Proof | None:
    """None while no checkpoint covers the entry."""
    if row.position is None:
        return None
    found = connection.execute(CHECKPOINT, (row.position,), binary=True).fetchone()
    if found is None:
        return None
    origin, size, root, note, at = found
    cosigned = connection.execute(COSIGNATURES, (origin, size), binary=True).fetchall()
    leaf, witnesses = leaf_hash(row.header), [witness for witness, _line in cosigned]
    proved = Proof(row.position, leaf, Checkpoint(origin, size, root), at, witnesses)
    note = b"".join([note, *(line for _witness, line in cosigned)])
    try:
        made = proof.make(row.position, size=size, header=row.header, note=note, fetch=stored.fetch(connection))
        verify_inclusion(leaf=leaf, index=row.position, size=size, proof=made.hashes, root=root)
    except BadProof as error:
        return replace(proved, fault=str(error))
    return replace(proved, steps=len(made.hashes), as_file=made.data)
