"""Kill worker, broker and database in the middle: nothing lost, nothing doubled."""

import json
import os
import random
import signal
from contextlib import suppress

from fallkonferenz.demo.children import Child
from tests.demo.instance import Instance, running

VICTIMS = ["worker"] * 3 + ["Valkey"] * 2 + ["PostgreSQL"] * 2 + ["backend"] * 2 + ["deliver"]
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
LIMIT = 45.0  # seconds until everything has been told; a few are usual


def kill(instance: Instance, victim: str) -> None:
    if victim == "backend":
        pids = [pid for (pid,) in instance.ask(BACKENDS)]
    else:
        pids = [instance.children[victim].pid] if instance.children[victim].is_running else []
    if pids:
        with suppress(ProcessLookupError):
            os.kill(random.choice(pids), signal.SIGKILL)


def acknowledged(client: Child) -> list[tuple[str, str]]:
    lines = client.log.read_text().splitlines()
    return [tuple(json.loads(line)) for line in lines if line.startswith("[") and line.endswith("]")]


def test_ten_kills_lose_nothing_and_double_nothing(tmp_path):
    with running(tmp_path) as instance:
        client = instance.act("client")
        instance.wait_for(lambda: acknowledged(client), seconds=LIMIT)
        for victim in random.sample(VICTIMS, len(VICTIMS)):
            before = len(acknowledged(client))
            kill(instance, victim)
            instance.wait(random.uniform(0.3, 1.0))
            instance.wait_for(lambda before=before: len(acknowledged(client)) > before, seconds=LIMIT)
        client.ask_to_end()
        client.end()
        instance.supervisor.children.remove(client)
        settled = instance.settle(seconds=LIMIT)
        found = instance.find()

    acts, made = acknowledged(client), {tuple(act) for act in found.pop("made")}
    assert settled
    assert len(acts) > len(VICTIMS)
    assert set(acts) <= made
    assert found == {question: [] for question in found}
