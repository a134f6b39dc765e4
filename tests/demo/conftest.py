"""Homes for private services of a test's own: reachable for nobody, or not."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fallkonferenz.demo import home
from fallkonferenz.demo.children import Supervisor
from fallkonferenz.demo.services import PrivateServices


@contextmanager
def open_folder() -> Iterator[Path]:
    """Not pytest's own: to nobody that one is closed, and its path may be too long for a socket."""
    made = Path(tempfile.mkdtemp(prefix="fk-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    home.prepare(made / "var").remove()
    shutil.rmtree(made)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor()
    yield supervisor
    supervisor.end()


@pytest.fixture
def services(folder: Path) -> PrivateServices:
    return PrivateServices(folder / "var")
