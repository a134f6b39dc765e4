"""The whole harness on two tiny databases: that it runs and is right; its times mean nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import report
from bench.figures import AGAINST_GUARDIAN, FIGURES
from risk.instruments import ALL

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    home = tmp_path_factory.mktemp("bench") / "var"
    return subprocess.run(
        [sys.executable, "-m", "bench", "tiny", "--home", str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_it_prints_every_figure_that_applies(run):
    assert run.stderr == ""
    lines = run.stdout.splitlines()
    wanted = [figure.name for figure in (*FIGURES, *AGAINST_GUARDIAN) if not figure.from_cases]
    wanted += [f"score ÷ sum, {key}" for key in ALL]
    assert [name for name in wanted if not any(line.startswith(f"{name} ") for line in lines)] == []


def test_every_answer_is_right(run):
    assert "WRONG" not in run.stdout
    assert run.returncode != report.WRONG


def test_the_exit_status_fits_the_lines(run):
    short = any(line.endswith(" short") for line in run.stdout.splitlines())
    assert run.returncode == (report.SHORT if short else 0)


def test_it_says_on_what_it_was_measured(run):
    assert "100 cases, " in run.stdout
    assert "200 cases, " in run.stdout
    assert "PostgreSQL " in run.stdout
