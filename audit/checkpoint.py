"""A checkpoint (C2SP tlog-checkpoint): three lines that say how long a log is and what its tree's root is."""

from base64 import b64encode
from dataclasses import dataclass

from audit.format import Malformed
from audit.plain import base64_bytes, decimal
from audit.tree import HASH_BYTES

LONGEST_ORIGIN = 200


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The text that log and witnesses sign. Extension lines are neither written nor accepted."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> bytes:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n".encode()


def parse(text: bytes) -> Checkpoint:
    """Raises Malformed for anything but the three lines, written in the one way there is."""
    lines = text.split(b"\n")
    if len(lines) != 4 or lines[3]:
        raise Malformed("a checkpoint has three lines: origin, size, root")
    try:
        origin = lines[0].decode()
    except UnicodeDecodeError as error:
        raise Malformed("the origin of a checkpoint is UTF-8") from error
    if not origin or len(lines[0]) > LONGEST_ORIGIN:
        raise Malformed(f"the origin of a checkpoint has 1 to {LONGEST_ORIGIN} bytes")
    root = base64_bytes(lines[2])
    if len(root) != HASH_BYTES:
        raise Malformed(f"the root of a checkpoint has {HASH_BYTES} bytes")
    return Checkpoint(origin, decimal(lines[1]), root)
