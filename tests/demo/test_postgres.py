"""A private PostgreSQL that falls comes back with everything that was committed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from fallkonferenz.demo.postgres import ADMINISTRATOR
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def running(services, supervisor):
    services.start(supervisor)
    return services


def connect(services):
    return psycopg.connect(services.postgres.url(ADMINISTRATOR), autocommit=True)


def cared_for(supervisor, is_ready):
    def look():
        supervisor.look_after()
        return is_ready()

    wait_until(look)


def test_it_comes_back_after_kill_9_with_every_committed_row(running, supervisor):
    with connect(running) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    postmaster = supervisor.children[0]

    os.kill(postmaster.pid, signal.SIGKILL)
    postmaster.process.wait()
    cared_for(supervisor, running.postgres.is_ready)

    with connect(running) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_valkey_comes_back_after_kill_9_too(running, supervisor):
    valkey = supervisor.children[1]

    os.kill(valkey.pid, signal.SIGKILL)
    valkey.process.wait()

    cared_for(supervisor, running.valkey.is_ready)


def test_a_second_start_finds_the_data(running, supervisor):
    with connect(running) as connection:
        connection.execute("CREATE TABLE kept ()")
    supervisor.end()
    supervisor.children.clear()

    running.start(supervisor)

    with connect(running) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_lock_left_by_another_program_of_that_number_is_no_obstacle(running, supervisor):
    supervisor.end()
    supervisor.children.clear()
    (running.postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{running.postgres.data}\n")

    running.start(supervisor)

    assert running.postgres.is_ready()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's tie to the parent is Linux's")
def test_the_services_die_with_the_process_that_started_them(folder):
    program = (
        "import sys, time, pathlib; from fallkonferenz.demo.services import PrivateServices;"
        "from fallkonferenz.demo.children import Supervisor;"
        "s = Supervisor(); PrivateServices(pathlib.Path(sys.argv[1])).start(s);"
        "print(*(c.pid for c in s.children), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, folder / "var"],
        cwd=ROOT,
        env={**os.environ, "FALLKONFERENZ_DEMO": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        pids = parent.stdout.readline().split()
        parent.kill()

    wait_until(lambda: not any(Path("/proc", pid).exists() for pid in pids))
