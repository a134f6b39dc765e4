"""Tests that need a program of the system: left out where it is absent, and said so; refused where all are wanted."""

import os
import shutil

import pytest

from tests import browser

REQUIRED = "FALLKONFERENZ_BROWSERS" in os.environ  # the whole gate: whatever a test needs has to be there
CADDY = shutil.which("caddy") or ""
NO_PROXY = "" if CADDY else "there is no Caddy on the PATH (Debian: apt-get install caddy)"
MISSING = {"browser": browser.MISSING, "proxy": NO_PROXY}  # by the name of the marker; "" where nothing is missing


def refuse_if_required() -> None:
    for marker, reason in MISSING.items():
        if REQUIRED and reason:
            raise pytest.UsageError(f"Tests marked “{marker}” are required here, but {reason}.")


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    absent = [marker for marker, reason in MISSING.items() if reason]
    left = [item for item in items if any(item.get_closest_marker(marker) for marker in absent)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


def say_what_was_left_out() -> None:
    for marker, reason in MISSING.items():
        if reason and not REQUIRED:
            print(f"Tests marked “{marker}” were left out: {reason}.")
