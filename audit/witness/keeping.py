"""What a witness keeps on its disk: of each log the last checkpoint it cosigned, in a file of its own.

Checking and storing happen under one lock, which also holds against a second process on the same folder. A file is on
the disk before anybody is answered, and is whole or not there. What cannot be read is never taken for "nothing yet".
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock

from audit import checkpoint, durable, note, signing
from audit.checkpoint import Checkpoint
from audit.format import Malformed
from audit.note import LARGEST_NOTE, Note, Signer
from audit.witness import answering
from audit.witness.answering import Logs, Request

NAME = "checkpoint"


class Unreadable(Exception):
    """The witness cannot know what it cosigned last; it must not answer for this log."""


class Witness:
    """Its logs, its keys, its folder. ``clock`` gives seconds since 1970."""

    def __init__(self, folder: Path, logs: Logs, signers: tuple[Signer, ...], clock: Callable[[], float]) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder, self.logs, self.signers, self.clock = folder, logs, signers, clock
        self._threads = Lock()

    def add_checkpoint(self, body: bytes) -> bytes:
        """The lines of our cosignatures. Raises Refused, Unreadable, OSError; then nothing was cosigned."""
        request = answering.parse(body)
        with self._alone():
            said = answering.judge(request, self.logs, self._last)
            lines = signing.cosign(said, self.signers, unix_s=int(self.clock()))
            self._store(said.origin, _by_the_log(request, self.logs).data + lines)
        return lines

    def checkpoint(self, name: str) -> bytes | None:
        """The last note cosigned of the log whose origin has this SHA-256, for monitors."""
        origins = {_name(origin): origin for origin in self.logs}
        return self._read(origins[name]) if name in origins else None

    def _last(self, origin: str) -> Checkpoint | None:
        data = self._read(origin)
        if data is None:
            return None
        try:
            said = checkpoint.parse(note.parse(data).text)
        except Malformed as error:
            raise Unreadable(f"what was cosigned last of {origin} is damaged: {error}") from error
        if said.origin != origin:
            raise Unreadable(f"in the place of {origin} lies a checkpoint of {said.origin}")
        return said

    def _read(self, origin: str) -> bytes | None:
        try:
            with (self.folder / _name(origin) / NAME).open("rb") as file:
                return file.read(2 * LARGEST_NOTE)
        except FileNotFoundError:
            return None

    def _store(self, origin: str, data: bytes) -> None:
        place = self.folder / _name(origin)
        place.mkdir(mode=0o700, exist_ok=True)
        durable.write(place / NAME, data)
        durable.keep(self.folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads, (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _by_the_log(request: Request, logs: Logs) -> Note:
    """Without the lines of strangers, which anybody can put below a note."""
    known = {(key.name, key.id) for key in logs[request.origin]}
    kept = [each for each in request.note.signatures if (each.name, each.key_id) in known]
    return Note(request.note.text, tuple(kept))


def _name(origin: str) -> str:
    return sha256(origin.encode()).hexdigest()
