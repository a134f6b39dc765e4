"""Waiting for what another process or thread does, and not for ever."""

import time
from collections.abc import Callable

BRIEFLY = 10.0


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + BRIEFLY
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
