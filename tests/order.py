"""In which order files of tests are begun: the longest first, so that no worker is left with one when the others are done."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LONGEST = (  # each takes longer than half a minute
    "screens/test_every_screen.py",
    "leaks/test_matrix.py",
    "security/test_form_bodies.py",
    "leaks/test_twin_worlds.py",
    "drill/test_faults.py",
    "journeys/test_flag_to_close.py",
    "journeys/test_risk.py",
    "leaks/test_canaries.py",
    "drafts/test_in_the_browser.py",
    "actions/test_every_act.py",
    "handbook/test_pictures.py",
    "speed/test_queries.py",
    "deploy/test_installation.py",
    "security/test_asvs.py",
    "operations/test_restore_check.py",
    "drill/test_audit_kills.py",
    "demo/test_stories.py",
    "web/test_cases.py",
)


def longest_first(items: list[pytest.Item]) -> None:
    """The others stay in the order they are in, which is random."""
    rank = {TESTS / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))
