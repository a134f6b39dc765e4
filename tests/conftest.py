"""What every test stands on: services, a database of its own, a browser when there is one."""

import gc
from collections.abc import Iterator
from datetime import timedelta

import django
import hypothesis
import pytest
from django.utils import timezone

from tests import services

services.note_addresses()
django.setup()
hypothesis.settings.register_profile("ours", deadline=None)  # how fast an example is, is no test
hypothesis.settings.load_profile("ours")

from fallkonferenz import clock  # noqa: E402 - needs the settings
from tests import order, programs  # noqa: E402 - needs the settings
from tests.browser import browser_type_launch_args  # noqa: E402, F401 - a fixture
from tests.cast import Cast  # noqa: E402
from tests.database import django_db_setup  # noqa: E402, F401 - a fixture
from tests.given import Given  # noqa: E402
from tests.leaks import pages  # noqa: E402
from tests.worlds import _world_database, world  # noqa: E402, F401 - fixtures


def pytest_configure(config: pytest.Config) -> None:
    if services.IS_CONTROLLER:
        programs.refuse_if_required()
        services.start()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    programs.leave_out(config, items)
    order.longest_first(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is there now stays to the end: looking through it for garbage again and again was a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pytest_unconfigure(config: pytest.Config) -> None:
    if services.IS_CONTROLLER:
        services.end()
        programs.say_what_was_left_out()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of xdist hands its count to the controller."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["requests"] = dict(pages.REQUESTS)


@pytest.hookimpl(optionalhook=True)  # of xdist
def pytest_testnodedown(node: object, error: object) -> None:
    pages.REQUESTS.update(getattr(node, "workeroutput", {}).get("requests", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if pages.REQUESTS:
        terminalreporter.write_line(f"{pages.REQUESTS.total()} requests of the leak tests: {dict(pages.REQUESTS)}")


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def given(cast: Cast) -> Given:
    return Given(cast)


@pytest.fixture
def at_noon() -> Iterator[None]:
    """Of yesterday: some days later it is that day, also where the clocks were changed in between."""
    with clock.at((timezone.localtime() - timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)):
        yield
