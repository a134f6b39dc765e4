"""How many mistakes planted in ``risk/`` its tests notice: ``make mutate-risk``.

First every branch must be reached. Then mutmut changes one thing after the other in a copy of the code and runs the tests
that reach it. What no test notices is listed with its reason; ends with 1 where the share of those noticed is below the
goal or one has no reason. Data of the instruments is made when they are imported, where mutmut cannot change it; the
tables of ``tests/risk/test_oracles.py`` hold each of its numbers on both sides. Nor does it change what is decorated.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "var" / "mutations"
REASONS = Path(__file__).with_suffix(".toml")
GOAL = 95.0  # percent
NEEDS_DJANGO = ("models.py", "apps.py", "migrations", "test_same_words.py")
UNNOTICED = ("survived", "no tests", "suspicious")
SETTINGS = """[mutmut]
source_paths=risk
do_not_mutate=risk/instruments/*
pytest_add_cli_args_test_selection=tests/risk
also_copy=
    tests
    docs
    setup.cfg
[tool:pytest]
addopts=-p no:cacheprovider -p tests.risk.many_short_runs
[coverage:run]
branch=true
source=risk
[coverage:report]
exclude_also=if __name__ == .__main__.:
"""


class Survivor(NamedTuple):
    """A mistake that no test noticed; ``changed`` is what was made of the code."""

    name: str
    changed: str

    @property
    def function(self) -> str:
        return self.name.partition("__mutmut_")[0]


def main() -> int:
    _prepare()
    _tool("coverage", "run", "-m", "pytest", "-q")
    _tool("coverage", "report", "--skip-covered", "--show-missing", "--fail-under=100")
    _tool("mutmut", "run", "--max-children", str(os.cpu_count() or 1))
    _tool("mutmut", "export-cicd-stats")
    figures = json.loads((PLACE / "mutants" / "mutmut-cicd-stats.json").read_text())
    noticed, planted = figures["killed"] + figures["timeout"], figures["total"] - figures["skipped"]
    share = 100 * noticed / planted
    print(f"Noticed: {noticed} of {planted} planted mistakes, {share:.1f} % (goal: {GOAL:.0f} %).")
    return int(_told() > 0 or share < GOAL)


def _prepare() -> None:
    """A copy of the code, its tests and its printed documents, without what needs Django."""
    shutil.rmtree(PLACE, ignore_errors=True)
    left_out = shutil.ignore_patterns("__pycache__", *NEEDS_DJANGO)
    for folder in ("risk", "tests/risk", "docs/risk"):
        shutil.copytree(ROOT / folder, PLACE / folder, ignore=left_out)
    shutil.copy(ROOT / "tests" / "__init__.py", PLACE / "tests")
    (PLACE / "setup.cfg").write_text(SETTINGS)


def _tool(name: str, *arguments: str) -> str:
    """Runs a tool in the copy, with none of the plugins that may lie about; ends everything where it fails."""
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "500"}
    tool = Path(sys.executable).parent / name
    ended = subprocess.run(
        [tool, *arguments], cwd=PLACE, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if ended.returncode:
        sys.exit(f"{ended.stdout[-4000:]}\n{name} {arguments[0]} ended with {ended.returncode}")
    return ended.stdout


def _told() -> int:
    """Prints what was not noticed, under its reason; the number of those that have none."""
    reasons = tomllib.loads(REASONS.read_text())["reason"]
    without = 0
    for survivor in sorted(_survivors()):
        why = next((each["why"] for each in reasons if _is_about(each, survivor)), "")
        without += not why
        print(f"{survivor.name}: {survivor.changed}\n    {why or 'NO REASON KNOWN'}")
    return without


def _survivors() -> Iterator[Survivor]:
    for line in _tool("mutmut", "results").splitlines():
        name, _, fate = line.strip().partition(": ")
        if fate in UNNOTICED:
            yield Survivor(name, _change(name))


def _change(name: str) -> str:
    lines = _tool("mutmut", "show", name).splitlines()
    return " ".join(line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++"))


def _is_about(reason: dict[str, str], survivor: Survivor) -> bool:
    return reason["function"] == survivor.function and reason.get("changed", "") in survivor.changed


if __name__ == "__main__":
    sys.exit(main())
