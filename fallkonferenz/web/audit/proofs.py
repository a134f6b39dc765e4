"""That an entry stands in the log: checked here and now as a court would, by the policy of this installation."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from audit import proof
from audit.database import Database
from audit.format import Malformed
from audit.live import Connection
from audit.policy import NotTrusted, Policy, Seen
from audit.source import Row
from audit.standing import Unusable, read_policy
from audit.stored import fetch
from audit.tree import BadProof, leaf_hash


@dataclass(frozen=True)
class Proof:
    """``fault`` says why the proof does not hold, ``unchecked`` why nobody could look; both empty when it holds."""

    position: int
    leaf: bytes
    origin: str = ""
    size: int = 0
    at: datetime | None = None  # as the log signed it
    witnesses: tuple[str, ...] = ()  # only those whose signatures were checked
    is_witnessed: bool = False  # by as many as the policy asks for
    steps: int = 0
    as_file: bytes = b""
    fault: str = ""
    unchecked: str = ""


def proof_of(connection: Connection, row: Row) -> Proof | None:
    """None while no checkpoint covers the entry."""
    if row.position is None:
        return None
    shown = Proof(row.position, leaf_hash(row.header))
    try:
        return _checked(connection, row, shown, trusted())
    except Unusable as error:
        return replace(shown, unchecked=str(error))
    except (BadProof, NotTrusted, Malformed) as error:
        return replace(shown, fault=str(error))


def trusted() -> Policy:
    """Raises Unusable without a policy: then no signature can be checked."""
    if not settings.AUDIT_POLICY_FILE:
        raise Unusable("FALLKONFERENZ_AUDIT_POLICY_FILE")
    return read_policy(Path(settings.AUDIT_POLICY_FILE))


def _checked(connection: Connection, row: Row, shown: Proof, policy: Policy) -> Proof | None:
    found = proof.best_note(Database(connection).notes_to_show(shown.position), policy, index=shown.position)
    if found is None:
        return None
    note, seen = found
    size = seen.checkpoint.size
    made = proof.make(shown.position, size=size, header=row.header, note=note, fetch=fetch(connection))
    proof.verify(made, policy)
    return replace(_told(shown, seen, policy), steps=len(made.hashes), as_file=made.data)


def _told(shown: Proof, seen: Seen, policy: Policy) -> Proof:
    return replace(
        shown,
        origin=seen.checkpoint.origin,
        size=seen.checkpoint.size,
        at=datetime.fromtimestamp(seen.unix_s, UTC) if seen.unix_s else None,
        witnesses=tuple(sorted({policy.witnesses[name].name for name in seen.witnesses})),
        is_witnessed=bool(seen.witnesses) and seen.quorum,
    )
