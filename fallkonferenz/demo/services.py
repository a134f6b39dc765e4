"""The two private services together, or the services named by the environment instead."""

import shutil
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path

from fallkonferenz.demo import home
from fallkonferenz.demo.children import Supervisor
from fallkonferenz.demo.postgres import Postgres
from fallkonferenz.demo.secrets import Secrets
from fallkonferenz.demo.valkey import Valkey


class PrivateServices:
    """Started in the main thread and ended with it: the kernel's tie is to the thread."""

    def __init__(self, var: Path, *, postgres_settings: Sequence[str] = ()) -> None:
        self.home = home.prepare(var)
        self.secrets = Secrets(var / "keys")
        self.postgres = Postgres(self.home, self.secrets, settings=postgres_settings)
        self.valkey = Valkey(self.home, self.secrets)
        self._held = ExitStack()

    def claim(self) -> None:
        """Make sure that nobody else runs services on the same data."""
        self._held.enter_context(self.home.lock())

    def forget_data(self) -> None:
        for folder in (self.postgres.data, self.valkey.folder):
            shutil.rmtree(folder, ignore_errors=True)
        self.home.folder("valkey")

    def start(self, supervisor: Supervisor, *, without: Collection[str] = ()) -> None:
        """Start both at once; ``without`` names the variables that say where another one is."""
        started = [
            (supervisor.start(service.child()), service)
            for variable, service in (("DATABASE_URL", self.postgres), ("REDIS_URL", self.valkey))
            if variable not in without
        ]
        for child, service in started:
            child.wait_until(service.is_ready)
        if "DATABASE_URL" not in without:
            self.postgres.make_database()

    def release(self) -> None:
        self._held.close()
