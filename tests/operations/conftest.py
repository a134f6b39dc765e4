"""A database with cases of every state, a backup of it and one of its keys: made once, brought back by several tests."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import connection

from audit import signing
from audit.sequencer import Sequencer
from fallkonferenz.cases.words import State
from fallkonferenz.management.backups import making
from tests.audit.sequencing import connected
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
        log_key = sequenced(folder)
        with as_administrator():
            made = Backups(making.back_up(folder / "database", now=NOW), back_up_keys(folder / "keys", log_key))
        swap()
    yield made
    shutil.rmtree(folder)


def sequenced(folder: Path) -> Path:
    """The log as the sequencer leaves it. Answers the file with its key."""
    path = folder / "log.key"
    signing.new_key(path)
    with connected() as own:
        Sequencer(own, signing.load(path), origin=settings.AUDIT_ORIGIN).batch()
    return path


def back_up_keys(into: Path, log_key: Path | None = None) -> Path:
    keks, instance_key = Path(settings.FALLKONFERENZ_KEK_DIR), Path(settings.AUDIT_INSTANCE_KEY_FILE)
    of_the_log = {"log": log_key, "tag": Path(settings.AUDIT_TAG_KEY_FILE)} if log_key else None
    return making.back_up_keys(into, keks=keks, instance_key=instance_key, of_the_log=of_the_log, now=NOW)


def as_administrator():
    return _connected_as(OWN, role=None)


@pytest.fixture
def copied(backups, tmp_path) -> Path:
    """A copy of the backup, to be spoiled."""
    return Path(shutil.copytree(backups.database, tmp_path / backups.database.name))


@pytest.fixture
def aside(monkeypatch, django_db_blocker):
    """Everything happens on the second server; which keys the vault opens with is put back afterwards."""
    monkeypatch.setattr(settings, "FALLKONFERENZ_KEK_DIR", settings.FALLKONFERENZ_KEK_DIR)
    with django_db_blocker.unblock():
        yield
        connection.close()
