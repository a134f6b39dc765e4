"""A dump in plain SQL, as a thief would unpack it."""

import subprocess
from pathlib import Path

from fallkonferenz.management.backups import making, programs


def text_of(backup: Path) -> str:
    pg_restore = programs.program("pg_restore", for_version=18)
    command = [str(pg_restore), "--file=-", str(backup / making.DUMP)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
