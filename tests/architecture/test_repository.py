"""Habits that a machine can keep: what must never be committed, and how long a thing may become."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    ".ci",
    "audit",
    "bench",
    "deploy",
    "docs",
    "drill",
    "fallkonferenz",
    "locale",
    "requirements",
    "risk",
    "static",
    "templates",
    "tests",
)
BINARY = (".mo", ".png", ".pyc", ".ico", ".woff2")
NOT_TEXT = ("tests/audit/golden/export/tile/", "tests/audit/golden/export/payloads/")

LONGEST_FILE = 250
LONGEST_BODY = 40  # of a function, without its signature: a long list of keywords is no long thought
MAY_BE_LONG = {"fallkonferenz/config/settings.py"}  # all settings stand in one place
STORIES = "fallkonferenz/demo/stories/"  # told from beginning to end

REGISTRIES = re.compile(
    r"py[p]i\.|python[h]osted|npm[j]s|yarn[p]kg|anacond[a]\.|crate[s]\.io|docke[r]\.io|ghc[r]\.|qua[y]\.|un[p]kg|js[d]elivr"
)
MACHINE_PATHS = re.compile(r"(?<![\w.-])/(?:home|root|Users|work|opt|srv|mnt)/")
DAY_OF_UTC = re.compile(r"now\(\)(?:[^\n]*\))?\.date\(\)")
LEFT_FOR_LATER = re.compile(r"\b(?:T[O]DO|F[I]XME|X{3})\b")


def files() -> Iterator[Path]:
    at_top = (path for path in ROOT.iterdir() if path.is_file())
    below = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file())
    text = (path for path in (*at_top, *below) if path.suffix not in BINARY)
    yield from (path for path in text if not named(path).startswith(NOT_TEXT))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*, tests: bool) -> list[Path]:
    """All Python modules but migrations, which Django writes."""
    ours = (path for path in files() if path.suffix == ".py" and "migrations" not in path.parts)
    return [path for path in ours if tests or not named(path).startswith("tests/")]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(REGISTRIES, id="which index serves a package is the machine's own affair"),
        pytest.param(MACHINE_PATHS, id="no path of somebody's machine"),
        pytest.param(DAY_OF_UTC, id="which day it is says clock.today(): at midnight UTC is an hour or two behind"),
        pytest.param(LEFT_FOR_LATER, id="nothing is left for later in a comment"),
    ],
)
def test_it_is_nowhere_in_the_repository(pattern):
    found = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_dependency_says_what_it_is_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = (project["project"]["dependencies"], *project["dependency-groups"].values())
    wanted = {requirement for group in groups for requirement in group}
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    commented = {line.split('"')[1] for line in lines if re.match(r'\s+"[^"]+",\s+# \w', line)}
    assert wanted - commented == set()


def test_every_module_says_what_it_is_about():
    silent = [named(path) for path in modules(tests=True) if (text := path.read_text()) and not _docstring(text)]
    assert silent == []


def _docstring(text: str) -> str | None:
    return ast.get_docstring(ast.parse(text))


def test_no_module_is_longer_than_one_can_take_in():
    lengths = {named(path): len(path.read_text().splitlines()) for path in modules(tests=False)}
    too_long = {name for name, lines in lengths.items() if lines > LONGEST_FILE and not name.startswith(STORIES)}
    assert too_long - MAY_BE_LONG == set()


def test_no_function_is_longer_than_a_screen():
    found = [
        f"{named(path)}: {function.name}"
        for path in modules(tests=False)
        if not named(path).startswith(STORIES)
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef) and _lines_of_body(function) > LONGEST_BODY
    ]
    assert found == []


def _lines_of_body(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.body[0].lineno + 1
