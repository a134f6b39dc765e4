"""Browser tests: the system's Chromium, driven by Playwright, on loopback only."""

import os
import shutil
import subprocess

import pytest
from playwright._impl._driver import compute_driver_executable

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (  # nothing of the browser's own may go out, nothing may wait for a screen
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AS_ROOT = ("--no-sandbox",)  # Chromium's sandbox does not work for root


def _missing() -> str:
    if CHROMIUM is None:
        return "there is no Chromium on the PATH (Debian: apt-get install chromium)"
    driver, _ = compute_driver_executable()
    if subprocess.run([driver, "--version"], capture_output=True).returncode:
        return "Playwright's driver does not start (Debian: apt-get install libatomic1)"
    return ""


MISSING = _missing()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    arguments = [*QUIET, *(AS_ROOT if os.geteuid() == 0 else ())]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}
