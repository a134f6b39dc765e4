"""Under which uid the private services run.

PostgreSQL refuses to run as root. Root therefore hands the services to ``nobody``: no account is
made, no permission of a folder that is not ours is changed.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Identity:
    uid: int
    gid: int

    @property
    def is_somebody_else(self) -> bool:
        return self.uid != os.geteuid()

    def popen_arguments(self) -> dict[str, Any]:
        if not self.is_somebody_else:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may(self, mode: str, path: Path) -> bool:
        """Ask the kernel by trying: reckoning with every parent's mode and with ACLs is its work."""
        question = ["/bin/sh", "-c", f'test -{mode} "$1"', "sh", str(path)]
        return subprocess.run(question, cwd="/", **self.popen_arguments()).returncode == 0

    def owns(self, folder: Path) -> bool:
        """Whether a folder is really this identity's own and closed to everybody else."""
        found = folder.lstat()
        return folder.is_dir() and not folder.is_symlink() and found.st_uid == self.uid and not found.st_mode & 0o077

    def make_folder(self, folder: Path) -> Path:
        if not folder.exists():
            folder.mkdir(mode=0o700)
            if self.is_somebody_else:
                os.chown(folder, self.uid, self.gid)
        return folder


def for_services() -> Identity:
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid())
    nobody = pwd.getpwnam(UNPRIVILEGED)
    return Identity(nobody.pw_uid, nobody.pw_gid)
