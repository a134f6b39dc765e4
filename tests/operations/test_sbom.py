"""The list of parts is valid, whole, always the same, and names no place that parts come from."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from fallkonferenz.management.parts import parts
from tests.architecture.test_repository import REGISTRIES

ROOT = Path(__file__).parents[2]
LOCK, PROJECT = ROOT / "requirements" / "runtime.txt", ROOT / "pyproject.toml"
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)((?:.*\n)(?:\s+--hash.*\n)*)", re.MULTILINE)


@pytest.fixture(scope="module")
def text() -> str:
    return parts(LOCK, PROJECT)


@pytest.fixture(scope="module")
def listed(text):
    return json.loads(text)


def locked() -> dict[tuple[str, str], set[str]]:
    """Name and version of each part of the lock, with the hashes it may have."""
    return {
        (name.lower(), version): set(re.findall(r"sha256:([0-9a-f]{64})", rest))
        for name, version, rest in ENTRY.findall(LOCK.read_text())
    }


def test_it_is_valid(text):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_every_locked_part_is_in_it_with_its_version_and_hashes(listed):
    found = {
        (part["name"].lower(), part["version"]): {
            digest["content"] for reference in part["externalReferences"] for digest in reference["hashes"]
        }
        for part in listed["components"]
    }

    assert len(found) > 40
    assert found == locked()
    assert all(found.values())


def test_it_says_who_needs_whom(listed):
    needs = {each["ref"]: each["dependsOn"] for each in listed["dependencies"]}

    direct = {ref.split("@")[0].removeprefix("pkg:pypi/") for ref in needs["root-component"]}
    assert {"django", "psycopg", "celery", "cryptography"} <= direct
    assert [ref.split("@")[0] for ref in needs[next(ref for ref in needs if "/kombu@" in ref)]]
    reached, todo = set(), ["root-component"]
    while todo:
        reached.add(ref := todo.pop())
        todo += [each for each in needs[ref] if each not in reached]
    assert reached == needs.keys()


def test_the_product_itself_is_named(listed):
    component = listed["metadata"]["component"]
    assert (component["name"], component["licenses"][0]["license"]["id"]) == ("fallkonferenz", "EUPL-1.2")


def test_no_host_and_no_path_of_this_machine_is_in_it(text):
    assert not REGISTRIES.search(text)
    assert re.findall(r'"[^"]*://[^"]*"', text) == ['"http://cyclonedx.org/schema/bom-1.6.schema.json"']
    assert str(ROOT) not in text


def test_it_is_always_the_same(text):
    assert parts(LOCK, PROJECT) == text
