"""Writing a file so that it is on the disk, whole, or as it was before."""

import os
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    keep(path.parent)


def keep(folder: Path) -> None:
    """So that the names in it are on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
