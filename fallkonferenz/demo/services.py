"""The two private services together, or the services named by the environment instead."""

import shutil
from collections.abc import Sequence
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

    def start(self, supervisor: Supervisor) -> None:
        postgres = supervisor.start(self.postgres.child())
        valkey = supervisor.start(self.valkey.child())
        postgres.wait_until(self.postgres.is_ready)
        valkey.wait_until(self.valkey.is_ready)

    def release(self) -> None:
        self._held.close()
