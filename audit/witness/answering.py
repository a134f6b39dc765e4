"""What a witness answers, decided from a request and from what it holds: c2sp.org/tlog-witness, without network or disk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from audit import checkpoint, note, tree
from audit.checkpoint import Checkpoint
from audit.format import Malformed
from audit.note import BadSignature, Key, Note
from audit.plain import base64_bytes, decimal

LARGEST_REQUEST = 256 * 1024
MOST_HASHES = 63
TEXT, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"

Logs = Mapping[str, Sequence[Key]]
Held = Callable[[str], Checkpoint | None]  # the last checkpoint cosigned of the log of this name


@dataclass(frozen=True, slots=True)
class Request:
    old: int
    proof: list[bytes]
    note: Note

    @property
    def origin(self) -> str:
        return self.note.text.split(b"\n", 1)[0].decode()


class Refused(Exception):
    """The request is not granted; ``status`` is one of HTTP's."""

    def __init__(self, status: int, body: str, content_type: str = TEXT) -> None:
        super().__init__(status, body)
        self.status, self.body, self.content_type = status, body, content_type


def parse(body: bytes) -> Request:
    """``old N``, lines of the proof, an empty line, a signed checkpoint. Raises Refused (400)."""
    head, cut, rest = body.partition(b"\n\n")
    first, *hashes = head.split(b"\n")
    try:
        if not cut or not first.startswith(b"old ") or len(hashes) > MOST_HASHES:
            raise Malformed(f"a request begins with an old size and at most {MOST_HASHES} hashes")
        return Request(decimal(first[4:]), [_hash(line) for line in hashes], note.parse(rest))
    except Malformed as error:
        raise Refused(400, f"invalid input: {error}\n") from error


def _hash(line: bytes) -> bytes:
    data = base64_bytes(line)
    if len(data) != tree.HASH_BYTES:
        raise Malformed(f"a hash has {tree.HASH_BYTES} bytes")
    return data


def judge(request: Request, logs: Logs, held: Held) -> Checkpoint:
    """The checkpoint that may be cosigned and must be stored first. Raises Refused, in the order of the specification."""
    keys = logs.get(request.origin)
    if not keys:
        raise Refused(404, "unknown log\n")
    said = _signed_by(request.note, keys)
    if request.old > said.size:
        raise Refused(400, "invalid input: the old size is above that of the checkpoint\n")
    _check_growth(request, held(said.origin) or Checkpoint(said.origin, 0, tree.EMPTY_ROOT), said)
    return said


def _signed_by(signed: Note, keys: Iterable[Key]) -> Checkpoint:
    try:
        if not note.verify(signed, keys):
            raise Refused(403, "invalid signature: none by a key that is trusted for this log\n")
        return checkpoint.parse(signed.text)
    except BadSignature as error:
        raise Refused(403, f"invalid signature: {error}\n") from error
    except Malformed as error:
        raise Refused(400, f"invalid input: {error}\n") from error


def _check_growth(request: Request, held: Checkpoint, said: Checkpoint) -> None:
    if request.old != held.size or (said.size == held.size and said.root != held.root):
        raise Refused(409, f"{held.size}\n", SIZE)
    if not _is_shown(request.proof, held, said):
        raise Refused(422, "bad consistency proof\n")


def _is_shown(proof: list[bytes], held: Checkpoint, said: Checkpoint) -> bool:
    """A first checkpoint and one of the same size need no proof, and must bring none."""
    if held.size in (0, said.size):
        return not proof
    try:
        tree.verify_consistency(old=held.size, new=said.size, old_root=held.root, new_root=said.root, proof=proof)
    except tree.BadProof:
        return False
    return True
