"""Random secrets of the private services and of the demo, one file each, made once."""

import os
import secrets
from pathlib import Path


class Secrets:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.folder = folder

    def path(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            write_closed(path, secrets.token_urlsafe(48))
        return path

    def text(self, name: str) -> str:
        return self.path(name).read_text()


def write_closed(path: Path, content: str) -> None:
    """Readable by its owner from the first byte on; whole or not there at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
    unfinished.rename(path)
