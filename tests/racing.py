"""Several people press at the same moment: one thread each, a barrier, and what became of everybody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

PATIENCE = 30  # seconds: only for a deadlock that the database did not find


def race(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, or the exception it ended with, in the order of the acts."""
    barrier = Barrier(len(acts), timeout=PATIENCE)

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(PATIENCE) for each in [pool.submit(run, act) for act in acts]]


def winners(results: list[Any]) -> list[Any]:
    return [result for result in results if not isinstance(result, Exception)]


def losers(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]
