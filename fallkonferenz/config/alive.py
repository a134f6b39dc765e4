"""A background process shows that it lives by touching a file; ``python -m fallkonferenz.config.alive`` asks for it.

Nothing but the standard library: it is asked every few seconds.
"""

import os
import sys
import time
from pathlib import Path

VARIABLE = "FALLKONFERENZ_ALIVE_FILE"
LONGEST_SILENCE = 60.0  # seconds


def show() -> None:
    """Where nobody asks, nothing is touched."""
    if path := os.environ.get(VARIABLE):
        Path(path).touch()


def is_shown() -> bool:
    try:
        return time.time() - Path(os.environ[VARIABLE]).stat().st_mtime < LONGEST_SILENCE
    except (KeyError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(None if is_shown() else "not ok")
