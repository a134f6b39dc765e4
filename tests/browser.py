"""Browser tests: the system's Chromium, driven by Playwright, on loopback only."""

import os
import shutil

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = "FALLKONFERENZ_BROWSERS" in os.environ
QUIET = (  # nothing of the browser's own may go out, nothing may wait for a screen
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AS_ROOT = ("--no-sandbox",)  # Chromium's sandbox does not work for root

LEFT_OUT = "Browser tests were left out: there is no Chromium on the PATH (Debian: apt-get install chromium)."
WANTED = "There is no Chromium on the PATH, and browser tests are required here (Debian: apt-get install chromium)."


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    arguments = [*QUIET, *(AS_ROOT if os.geteuid() == 0 else ())]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


def refuse_without_chromium() -> None:
    if REQUIRED and not CHROMIUM:
        raise pytest.UsageError(WANTED)


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=browser)
    items[:] = [item for item in items if item not in browser]
