"""Serves KERN and htmx out of the installed packages under ``kern/``: nothing of theirs is committed."""

from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder, searched_locations
from django.core.files.storage import FileSystemStorage

# fmt: off
SOURCES = (
    # package          folder                 files taken
    ("mkdocs_kern_ux", "kern-ux/vendor/kern", ("kern.min.css", "LICENSE.txt", "fonts/fira-sans.css",
                                               "fonts/fira-sans/*.woff2", "fonts/fira-sans/OFL.txt")),
    ("django_htmx",    "static/django_htmx",  ("htmx-2.min.js",)),
)
# fmt: on


def folder_of(package: str, folder: str) -> Path:
    """Found without importing the package: mkdocs plugins are of no use here."""
    return Path(find_spec(package).submodule_search_locations[0]) / folder


def storage_of(package: str, folder: str) -> FileSystemStorage:
    storage = FileSystemStorage(location=folder_of(package, folder))
    storage.prefix = "kern"
    return storage


def files_in(folder: Path, patterns: tuple[str, ...]) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for pattern in patterns for path in folder.glob(pattern))


class KernFinder(BaseFinder):
    def __init__(self, *args, **kwargs):
        self.sources = [(storage_of(package, folder), patterns) for package, folder, patterns in SOURCES]
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def list(self, ignore_patterns):
        for storage, patterns in self.sources:
            for name in files_in(Path(storage.location), patterns):
                yield name, storage

    def find(self, path, find_all=False):
        found = list(self._matches(path.removeprefix("kern/"))) if path.startswith("kern/") else []
        return found if find_all else (found[0] if found else [])

    def _matches(self, name: str):
        for storage, patterns in self.sources:
            searched_locations.append(storage.location)
            file = Path(storage.location) / name
            if any(fnmatch(name, pattern) for pattern in patterns) and file.is_file():
                yield str(file)
