"""The glossary says the words that are on the screen: its closed lists are those of the code, in German."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.db.models import TextChoices
from django.utils.module_loading import import_string
from django.utils.translation import override

ROOT = Path(__file__).parents[2]
HEADING = re.compile(r"^### .*`([\w.]+)`$")
PLAIN_WORDS = {"cases.words.Weekday", "cases.words.Channel", "institutions.kinds.Language"}


def tables() -> dict[str, dict[str, str]]:
    """Per class named in a heading: its values and their German words."""
    found: dict[str, dict[str, str]] = {}
    current = None
    for line in (ROOT / "docs" / "glossary.md").read_text().splitlines():
        if line.startswith("#"):
            heading = HEADING.match(line)
            current = found.setdefault(heading[1], {}) if heading else None
        elif current is not None and line.startswith("| ") and "---" not in line:
            value, german = (cell.strip() for cell in line.split("|")[1:3])
            current[value] = german
    return {
        name: {value: word for value, word in rows.items() if value != "identifier"} for name, rows in found.items()
    }


def named(choices: type[TextChoices]) -> str:
    return f"{choices.__module__}.{choices.__qualname__}".removeprefix("fallkonferenz.")


def closed_lists(of: type = TextChoices) -> Iterator[str]:
    assert apps.ready
    for choices in of.__subclasses__():
        if choices.__module__.startswith("fallkonferenz."):
            yield named(choices)
        yield from closed_lists(choices)


@pytest.fixture(scope="module")
def german() -> dict[str, str]:
    with (ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file)}


@pytest.mark.parametrize("name", tables())
def test_a_closed_list_is_said_as_on_the_screen(name, german):
    with override("en"):
        on_screen = {choice.value: german.get(str(choice.label)) for choice in import_string(f"fallkonferenz.{name}")}
    assert tables()[name] == on_screen


def test_no_closed_list_is_left_out():
    assert set(closed_lists()) - PLAIN_WORDS == set(tables())
