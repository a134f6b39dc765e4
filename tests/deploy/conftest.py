"""One installation for all tests that only look at it: made, filled and started as the handbook says."""

import time
from collections.abc import Iterator

import pytest

from audit import keyfile, xwing
from tests.audit import keys
from tests.deploy.installation import Installation, installed

RUNNING = ("witness", "sequencer", "web", "worker", "beat", "deliver")
LONGEST_START = 120.0


def load_officers(installation: Installation) -> None:
    folder = installation.folder / "officers"
    folder.mkdir()
    arguments = []
    for number, (role, label, seed) in enumerate(keys.EVERYBODY):
        path = folder / f"{number}.pub"
        path.write_bytes(keyfile.public_file(xwing.public_bytes(seed), label=label, role=role))
        arguments += [f"--{role}", str(path)]
    done = installation.runs("migrate", ["python", "manage.py", "officer_keys", "add", *arguments])
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Servers run, the job has made the tables, the officers' keys are loaded; nobody serves yet."""
    with installed(tmp_path_factory.mktemp("installation")) as installation:
        installation.make_secrets()
        installation.start_servers()
        done = installation.runs("migrate")
        assert done.returncode == 0, done.stderr
        installation.refused_without_officers = installation.runs("deliver").stderr
        load_officers(installation)
        yield installation


@pytest.fixture(scope="session")
def running(prepared: Installation) -> Installation:
    prepared.written_before = prepared.snapshot()
    for name in RUNNING:
        prepared.start(name)
    waiting, deadline = set(RUNNING), time.monotonic() + LONGEST_START
    while waiting and time.monotonic() < deadline:
        time.sleep(0.5)
        waiting = {name for name in waiting if not prepared.is_healthy(name)}
    prepared.never_healthy = {name: (prepared.folder / f"{name}.log").read_text()[-2000:] for name in waiting}
    return prepared
