"""What has to be read to see for oneself that the log keeps its promises: named, counted, and small."""

import os
import re
import tomllib
from pathlib import Path

README = Path(__file__).parents[2] / "audit" / "README.md"
BEGIN, END = "<!-- evening: begin -->\n", "<!-- evening: end -->\n"
CONTRACT = "What checks and reads an export needs no Django"
WITH_DJANGO = {
    *(
        "apps",
        "asking",
        "awaited",
        "current",
        "events",
        "levels",
        "log",
        "migrations",
        "models",
        "opening",
        "recipients",
    ),
    *("retention", "tags", "tending", "wraps"),
}
MOST = 1750  # lines, with their comments


def lines(name):
    return len((README.parent / name).read_text().splitlines())


def test_the_files_of_the_evening_are_named_with_their_length():
    """``PRINT_DOCS=1`` counts anew."""
    text = README.read_text()
    before, rest = text.split(BEGIN)
    table, after = rest.split(END)
    names = re.findall(r"^\| `(\w+\.py)` \|", table, re.MULTILINE)
    counted = re.sub(r"^(\| `(\w+\.py)` \|) \d+ ", lambda m: f"{m[1]} {lines(m[2])} ", table, flags=re.MULTILINE)
    total = sum(map(lines, names))
    counted = re.sub(r"^\| all \| \d+ ", f"| all | {total} ", counted, flags=re.MULTILINE)
    if os.environ.get("PRINT_DOCS"):
        README.write_text(before + BEGIN + counted + END + after)
    else:
        assert table == counted, "PRINT_DOCS=1 counts the lines anew"

    assert len(names) == 10
    assert total <= MOST


def test_all_but_a_few_modules_are_held_to_need_no_django():
    """A new one belongs into the contract, or here."""
    contracts = tomllib.loads((README.parents[1] / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (held,) = [set(each["source_modules"]) for each in contracts if each["name"] == CONTRACT]
    modules = {path.stem for path in README.parent.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}

    assert held == {f"audit.{name}" for name in modules - WITH_DJANGO - {"__init__"}}
