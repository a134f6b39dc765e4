"""Browser tests: the system's Chromium, driven by Playwright, on loopback only."""

import os
import shutil
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Page

# Debian's headless shell is the same engine without a window's own pages: a new page costs it a third.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIET = (  # nothing of the browser's own may go out, nothing may wait for a screen
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Of what is as it should be, only names come back: to bring all of it takes as long as to look.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
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


def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe finds: the rule, and the first place it is broken at."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]
