"""Where the data of the private services lie.

Near: ``var/services`` in the clone. Far: a closed folder of their own under /var/tmp, when their uid
cannot reach the clone or when the clone's path is too long for a Unix socket.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fallkonferenz.demo import binaries, identity
from fallkonferenz.demo.binaries import Binaries
from fallkonferenz.demo.identity import Identity

FAR = Path("/var/tmp")  # noqa: S108 - _closed() uses only a folder that is ours and shut
LONGEST_SOCKET_FOLDER = 85  # a socket's whole path has room for 104 bytes on macOS, 108 on Linux

NOTE = """\
This folder belongs to the demo on this machine: invented data, keys, logs, mails.
Nothing of it is committed; "make demo-reset" removes it.

The databases and sockets of its private services lie in
  {services}
"""


class HomeRefused(Exception):
    """The services' folder is in use, or not safe to use."""


@dataclass(frozen=True)
class Home:
    var: Path
    services: Path
    owner: Identity
    is_far: bool = False

    @property
    def binaries(self) -> Binaries:
        return binaries.copied_to(self.services) if self.is_far else binaries.installed()

    def folder(self, name: str) -> Path:
        return self.owner.make_folder(self.services / name)

    def log(self, name: str) -> Path:
        folder = self.var / "log"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{name}.log"

    def lock(self) -> IO[str]:
        """Held as long as the file stays open: one supervisor at a time."""
        held = (self.var / "lock").open("w")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
            raise HomeRefused(f"The private services in {self.var} are already running.") from None
        return held

    def remove(self) -> None:
        with self.lock():
            shutil.rmtree(self.services, ignore_errors=True)
            shutil.rmtree(self.var, ignore_errors=True)
        if self.var.exists():
            raise HomeRefused(f"{self.var} could not be removed whole: some of it belongs to somebody else.")


def prepare(var: Path) -> Home:
    """Find or make the home that belongs to ``var``; made once, it is found again."""
    var.mkdir(exist_ok=True)
    if not os.access(var, os.W_OK):
        raise HomeRefused(f"{var} belongs to somebody else; who made it must remove it (make demo-reset).")
    owner = identity.for_services()
    near, far = var / "services", _far(var, owner)
    if not far.exists() and _suits(near, owner):
        home = Home(var, near, owner)
    else:
        home = Home(var, _closed(far, owner), owner, is_far=True)
    (var / "README").write_text(NOTE.format(services=home.services))
    return home


def _far(var: Path, owner: Identity) -> Path:
    digest = hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:12]
    return FAR / f"fallkonferenz-{owner.uid}-{digest}"


def _suits(near: Path, owner: Identity) -> bool:
    if len(os.fsencode(near)) > LONGEST_SOCKET_FOLDER:
        return False
    owner.make_folder(near)
    reachable = owner.may("w", near) and owner.may("x", binaries.installed().postgres / "postgres")
    if not reachable:
        with suppress(OSError):  # not empty: data of a time when it was within reach
            near.rmdir()
    return reachable


def _closed(far: Path, owner: Identity) -> Path:
    """Somebody else may have made a folder of this name first: then it is not used."""
    owner.make_folder(far)
    if not owner.owns(far):
        raise HomeRefused(f"{far} exists and is not a folder of uid {owner.uid} closed to others; remove it.")
    return far
