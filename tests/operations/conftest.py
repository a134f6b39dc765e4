"""A database with cases of every state, a backup of it and one of its keys: made once, brought back by several tests."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from fallkonferenz.cases.words import State
from fallkonferenz.management.backups import making
from tests.cast import Cast
from tests.database import OWN, _connected_as, swap
from tests.given import Given

NOW = datetime(2026, 11, 22, 6, 15, tzinfo=UTC)


class Backups(NamedTuple):
    database: Path
    keys: Path


@pytest.fixture(scope="session")
def backups(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Backups]:
    folder = tmp_path_factory.mktemp("backups")
    with django_db_blocker.unblock():
        given = Given(Cast())
        for state in (State.FLAGGED, State.MEASURES, State.CLOSED):
            given.case(at=state)
        with as_administrator():
            made = Backups(making.back_up(folder / "database", now=NOW), back_up_keys(folder / "keys"))
        swap()
    yield made
    shutil.rmtree(folder)


def back_up_keys(into: Path) -> Path:
    keks, instance_key = Path(settings.FALLKONFERENZ_KEK_DIR), Path(settings.AUDIT_INSTANCE_KEY_FILE)
    return making.back_up_keys(into, keks=keks, instance_key=instance_key, now=NOW)


def as_administrator():
    return _connected_as(OWN, role=None)


@pytest.fixture
def copied(backups, tmp_path) -> Path:
    """A copy of the backup, to be spoiled."""
    return Path(shutil.copytree(backups.database, tmp_path / backups.database.name))
