"""An officer at the log. What the reader's connection shows must be committed: each test has a database of its own."""

from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from audit.checkpoint import Checkpoint
from audit.sequencer import Sequencer
from audit.signing import load, new_key
from tests.audit.watched import WITNESS
from tests.officers import with_open_log


@pytest.fixture
def officer(client, cast):
    """Signed in, with an open key."""
    return with_open_log(client, cast.officer)


@contextmanager
def connected_as(role: str):
    wrapper = connections["default"].copy()
    wrapper.settings_dict["OPTIONS"] = {
        **wrapper.settings_dict["OPTIONS"],
        "assume_role": role,
        "server_side_binding": True,
    }
    with wrapper.wrap_database_errors:
        wrapper.connect()
    try:
        yield wrapper.connection
    finally:
        wrapper.close()


@pytest.fixture
def positions(tmp_path, settings):
    """``positions()`` gives every entry its position, under a checkpoint."""
    path: Path = tmp_path / "log.key"
    new_key(path)

    def give() -> None:
        with connected_as("fk_sequencer") as connection:
            sequencer = Sequencer(connection, load(path), origin=settings.AUDIT_ORIGIN)
            while sequencer.batch():
                pass

    return give


@pytest.fixture
def as_superuser():
    """A statement of somebody who holds the database."""

    def run(statement: str, *parameters: object) -> psycopg.Cursor:
        with connected_as("none") as connection:
            return connection.execute(statement, parameters)

    return run


@pytest.fixture
def trusting(settings, tmp_path, positions):
    """A policy that names the log's keys and demands a witness."""
    settings.AUDIT_POLICY_FILE = str(tmp_path / "policy")
    log = load(tmp_path / "log.key").as_log(settings.AUDIT_ORIGIN)
    witness = WITNESS.as_witness("witness.example")[1]
    lines = [*(f"log {each.key.vkey()}" for each in log), f"witness w {witness.key.vkey()}", "quorum w", ""]
    Path(settings.AUDIT_POLICY_FILE).write_text("\n".join(lines))


@pytest.fixture
def cosign(settings, trusting, as_superuser):
    """``cosign(KEY)`` puts the line of a witness by this key below the newest checkpoint."""

    def run(key):
        ((size, root),) = as_superuser("SELECT size, root FROM audit_checkpoint ORDER BY size DESC LIMIT 1").fetchall()
        said = Checkpoint(settings.AUDIT_ORIGIN, size, bytes(root))
        signature = key.as_witness("witness.example")[1].sign(said.text, unix_s=1_800_000_000)
        as_superuser(
            "INSERT INTO audit_cosignature (origin, size, witness, line) VALUES (%s, %s, %s, %s)",
            *(said.origin, size, "witness.example", signature.line),
        )

    return run
