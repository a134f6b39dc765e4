"""A log without entries, without an open epoch, and with a sequencer at it; a policy of it."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import audit.log
from audit import instance
from audit.sequencer import Sequencer
from tests.audit import made
from tests.audit.sequencing import KEY, ORIGIN, acts, connected


@pytest.fixture
def empty_log(transactional_db):
    """Each test that commits begins with a database of its own (tests/database.py)."""


@pytest.fixture
def fresh_epoch(db):
    """A test of epochs begins and ends without one."""
    audit.log.forget_epoch()
    yield
    audit.log.forget_epoch()


@pytest.fixture
def own(empty_log):
    """A connection as the sequencer's role."""
    with connected() as own:
        yield own


@pytest.fixture
def log(own):
    """A sequencer that has placed some entries, under a first checkpoint."""
    made = Sequencer(own, KEY, origin=ORIGIN)
    acts(2)
    made.batch()
    return made


@pytest.fixture
def policy_file(tmp_path, settings):
    """That of this log, without a witness."""
    key: Ed25519PrivateKey = instance.load(str(settings.AUDIT_INSTANCE_KEY_FILE))
    lines = [f"log {signer.key.vkey()}" for signer in made.LOG_KEY.as_log(settings.AUDIT_ORIGIN)]
    lines += [f"instance {key.public_key().public_bytes_raw().hex()}", "quorum none", ""]
    path = tmp_path / "policy"
    path.write_text("\n".join(lines))
    settings.AUDIT_POLICY_FILE = str(path)
    return path
