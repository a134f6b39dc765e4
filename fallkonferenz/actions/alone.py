"""One at a time: what takes so much of a machine that two at once would take it from everybody.

The lock is the machine's and not the database's, where every role that may sign in could hold it for as long as it likes.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from pathlib import Path

from django.db import connection

ONLY_OURS = 0o600


@contextmanager
def alone(what: str) -> Iterator[bool]:
    """Whether nobody else of this installation is doing ``what`` on this machine. The lock ends with its process too."""
    locked = os.open(_file(what), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, ONLY_OURS)
    try:
        yield _is_locked(locked)
    finally:
        os.close(locked)


def _is_locked(file: int) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _file(what: str) -> Path:
    """Empty, and of this database alone: an installation beside it is not held up."""
    database = "/".join(str(connection.settings_dict[part]) for part in ("HOST", "PORT", "NAME"))
    return Path(tempfile.gettempdir()) / f"fallkonferenz-{sha256(f'{database}/{what}'.encode()).hexdigest()[:16]}"
