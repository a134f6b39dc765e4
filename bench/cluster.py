"""A private PostgreSQL for the measurement, its databases, and what a process finds in its environment."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from fallkonferenz.demo import environment
from fallkonferenz.demo.children import Supervisor
from fallkonferenz.demo.postgres import ADMINISTRATOR
from fallkonferenz.demo.services import PrivateServices

WEB, SEQUENCER = "fk_web", "fk_sequencer"
OPEN = "bench_open"  # has the grants of the web role and passes by row-level security: the yardstick
TEMPLATE = "bench"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
# Nothing that comes and goes by itself may fall into one measurement and not into the next.
SETTINGS = (
    "shared_buffers={memory}",
    "autovacuum=off",
    "max_parallel_workers_per_gather=0",
    "random_page_cost=1.1",
    "max_wal_size=8GB",
    "maintenance_work_mem=512MB",
)


class Cluster:
    def __init__(self, services: PrivateServices) -> None:
        self.services = services

    def url(self, role: str, database: str) -> str:
        return self.services.postgres.url(role, database)

    def environment(self, role: str, database: str) -> dict[str, str]:
        """A process really logs in as ``role``; of our own environment it inherits nothing that could change that."""
        addresses = {
            "DATABASE_URL": self.url(role, database),
            "REDIS_URL": "redis://127.0.0.1:1/0",  # no figure asks a broker
            "BENCH_OPEN_URL": self.url(OPEN, database),
            "BENCH_ADMINISTRATOR_URL": self.url(ADMINISTRATOR, database),
        }
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return {**kept, **environment.common(self.services), **addresses, **self._passwords()}

    def _passwords(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "fallkonferenz.config.settings",
            "FK_WEB_PASSWORD_FILE": str(self.services.secrets.path(f"postgres-{WEB}")),
            "FK_SEQUENCER_PASSWORD_FILE": str(self.services.secrets.path(f"postgres-{SEQUENCER}")),
            "BENCH_OPEN_PASSWORD": self.services.secrets.text(f"postgres-{OPEN}"),
        }

    def log(self, database: str) -> Path:
        return self.services.home.log(f"worker-{database}")

    def prepare(self, database: str, *arguments: str) -> None:
        """Run ``bench.prepare`` as the administrator."""
        subprocess.run(
            [sys.executable, "-m", "bench.prepare", *arguments],
            env=self.environment(ADMINISTRATOR, database),
            cwd=environment.ROOT,
            check=True,
        )

    def make(self, cases: int) -> str:
        """A database of that many cases, from the migrated template."""
        name = f"bench_{cases}"
        with psycopg.connect(self.url(ADMINISTRATOR, "postgres"), autocommit=True) as connection:
            statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
            connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
        self.prepare(name, "fill", str(cases))
        return name


@contextmanager
def started(var: Path, *, memory: str) -> Iterator[Cluster]:
    """Always from nothing, and nothing is left of it but, after a failure, its logs."""
    var.parent.mkdir(parents=True, exist_ok=True)
    services = PrivateServices(var, postgres_settings=[setting.format(memory=memory) for setting in SETTINGS])
    services.claim()
    supervisor = Supervisor()
    try:
        services.forget_data()
        services.start(supervisor, without={"REDIS_URL"})
        services.postgres.make_database(TEMPLATE)
        cluster = Cluster(services)
        cluster.prepare(TEMPLATE, "template")
        yield cluster
    finally:
        supervisor.end()
        services.forget_data()
        services.release()
    services.home.remove()
