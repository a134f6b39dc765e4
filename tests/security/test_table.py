"""docs/security.md names tests that exist, and numbers as the standard writes them."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NUMBERS = re.compile(r"\d+\.\d+(\.\d+)?(–\d+\.\d+\.\d+)?(, \d+\.\d+(\.\d+)?(–\d+\.\d+\.\d+)?)*")
STATES = ("held", "bound: ", "later")


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "security.md").read_text().splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if re.match(r"\| \d", line)]


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[2][:30]}")
def test_a_row_says_number_level_question_test_and_state(row):
    number, level, question, named, state = row
    assert NUMBERS.fullmatch(number)
    assert set(level) <= set("123, –")
    assert question
    assert state.startswith(STATES)
    assert (named == "–") == (state == "later")
    for each in named.split(", ") if named != "–" else ():
        file, _, name = each.partition("::")
        assert not name or name in names_in(file), each
        assert names_in(file), each
